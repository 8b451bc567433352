import { describe, expect, it } from "vitest";
import { classifyRefusal } from "./refusals";

const now = new Date("2026-01-01T00:00:00Z");

function classify(status: number, error: unknown, headers: Record<string, string> = {}) {
  return classifyRefusal({ status, headers: new Headers(headers), json: { error }, text: "" }, now);
}

describe("a refusal of Vercel", () => {
  it.each([
    [
      "a token it does not know",
      403,
      { code: "forbidden", message: "Not authorized", invalidToken: true },
      "AUTH_INVALID",
    ],
    ["no token", 403, { code: "forbidden", message: "missing", missingToken: true }, "AUTH_INVALID"],
    ["a name that is taken", 409, { code: "conflict", message: 'Project "shop" already exists.' }, "NAME_TAKEN"],
    ["an unpaid account", 402, { code: "payment_required", message: "Pay" }, "PAYMENT_REQUIRED"],
    [
      "too many files",
      400,
      { code: "bad_request", message: "Invalid request: `files` should NOT have more than 15000 items." },
      "TOO_LARGE",
    ],
    ["builds that are limited", 403, { code: "builds_rate_limited", message: "Wait" }, "RATE_LIMITED"],
    ["the deployments of a day", 402, { code: "api-deployments-free-per-day", message: "Too many" }, "QUOTA_DAILY"],
  ])("for %s is told apart by its words", (_what, status, error, kind) => {
    expect(classify(status, error)).toMatchObject({ kind, code: error.code, message: error.message });
  });

  it.each([
    ["a team the token does not reach", 403, { code: "forbidden", message: "Not authorized" }],
    ["another conflict", 409, { code: "domain_already_in_use", message: "shop.example already exists elsewhere" }],
    ["an input that is wrong", 400, { code: "bad_request", message: "Invalid" }],
  ])("for %s is left to its status", (_what, status, error) => {
    expect(classify(status, error)).toEqual({ code: error.code, message: error.message });
  });

  it("says when requests are taken again, from the body or from the header", () => {
    const reset = now.getTime() / 1000 + 30;
    const error = { code: "rate_limited", message: "Too many requests" };
    expect(classify(429, { ...error, limit: { reset } })).toMatchObject({
      kind: "RATE_LIMITED",
      retryAfterSeconds: 30,
    });
    expect(classify(429, error, { "x-ratelimit-reset": String(reset) })).toMatchObject({ retryAfterSeconds: 30 });
    expect(classify(429, error)).not.toHaveProperty("retryAfterSeconds");
    expect(classify(429, { ...error, limit: { reset } }, { "retry-after": "5" })).not.toHaveProperty(
      "retryAfterSeconds",
    );
  });

  it("says when a daily quota is full again, a day from now unless told", () => {
    const error = { code: "api-upload-free", message: "Too many requests" };
    expect(classify(429, error)).toMatchObject({ kind: "QUOTA_DAILY", until: new Date("2026-01-02T00:00:00Z") });
    const resetMs = Date.parse("2026-01-01T03:00:00Z");
    expect(classify(429, { ...error, limit: { resetMs } })).toMatchObject({ until: new Date(resetMs) });
  });

  it.each([undefined, "<html>", { error: "text" }, []])("that is not Vercel's (%j) is left alone", (json) => {
    expect(classifyRefusal({ status: 502, headers: new Headers(), json, text: "" }, now)).toBeUndefined();
  });
});
