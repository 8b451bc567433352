import { expect, it } from "vitest";
import { attemptCookie, callbackPath, endedAttemptCookie, readAttempt } from "./attempt-cookie";

const attempt = { state: "state-of-this-browser", verifier: "proof", returnTo: "/deployments/1" };
const withCookie = (cookie: string) => new Request("http://localhost/", { headers: { cookie } });
const sent = attemptCookie(attempt, false).split(";")[0] ?? "";

it("brings back what this browser began, among its other cookies", () => {
  expect(readAttempt(withCookie(`berth.session-token=x; ${sent}; theme=dark`), attempt.state)).toEqual(attempt);
});

it.each([
  ["no cookie", "", attempt.state],
  ["another state", sent, "state-of-that-browser"],
  ["a longer state", sent, `${attempt.state}.`],
  ["an empty state", sent, ""],
  ["an ended sign-in", endedAttemptCookie(false).split(";")[0] ?? "", attempt.state],
  ["no JSON", "berth.github-sign-in=%%%", attempt.state],
  ["JSON of another kind", `berth.github-sign-in=${Buffer.from("[]").toString("base64url")}`, attempt.state],
])("knows of no sign-in with %s", (_, cookie, state) => {
  expect(readAttempt(withCookie(cookie), state)).toBeUndefined();
});

it("goes to the callback alone, out of reach of scripts, and over https only where Berth is", () => {
  expect(attemptCookie(attempt, false)).toMatch(/; HttpOnly; SameSite=Lax$/);
  expect(attemptCookie(attempt, true)).toMatch(/; Secure$/);
  expect(attemptCookie(attempt, true)).toContain(`; Path=${callbackPath};`);
});
