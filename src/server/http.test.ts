import { expect, it } from "vitest";
import { AppError } from "./errors";
import { passphraseOf, route, signedIn } from "./http";
import { readiness } from "./readiness";

const request = (headers: Record<string, string> = {}) => new Request("http://localhost/api/test", { headers });

it("answers errors as the contract's JSON under the caller's request id", async () => {
  const failing = route("/api/test", async () => {
    throw new AppError("NOT_FOUND", "There is no such app.", { details: { name: "x" } });
  });
  const response = await failing(request({ "x-request-id": "request-12345" }));
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    error: { code: "NOT_FOUND", message: "There is no such app.", details: { name: "x" }, requestId: "request-12345" },
  });
});

it("keeps the text of what nobody expected out of the answer", async () => {
  const failing = route("/api/test", async () => {
    throw new Error("password of the database is hunter2");
  });
  const response = await failing(request({ "x-request-id": "<script>" }));
  const text = await response.text();
  expect(response.status).toBe(500);
  expect(text).not.toContain("hunter2");
  expect(text).not.toContain("<script>");
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

it("adds the request id to answers, also to those with fixed headers", async () => {
  const plain = await route("/api/test", async () => new Response("ok"))(request({ "x-request-id": "request-12345" }));
  expect(plain.headers.get("x-request-id")).toBe("request-12345");
  const redirect = await route("/api/test", async () => Response.redirect("http://localhost/", 307))(request());
  expect(redirect.status).toBe(307);
});

it("asks who is not signed in to sign in", () => {
  expect(() => signedIn(undefined)).toThrow("Sign in first");
  expect(passphraseOf(request())).toBeUndefined();
  expect(passphraseOf(request({ "x-berth-passphrase": Buffer.from("pässphrase").toString("base64url") }))).toBe(
    "pässphrase",
  );
});

it("is not ready before Berth has started", async () => {
  expect(await readiness()).toEqual({ status: "unavailable", database: false });
});
