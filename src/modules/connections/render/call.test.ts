import { describe, expect, it } from "vitest";
import { classifyRefusal } from "./call";

describe("a refusal", () => {
  const now = new Date("2026-05-04T10:00:00Z");
  const read = (status: number, message: string, headers: Record<string, string> = {}) =>
    classifyRefusal({ status, headers: new Headers(headers), json: { message }, text: message }, now);

  it.each([
    [409, "a service with the name shop already exists in this workspace", "NAME_TAKEN"],
    [400, "name: already in use", "NAME_TAKEN"],
    [400, "Name has been taken", "NAME_TAKEN"],
    [409, "another deploy is starting", undefined],
    [400, "invalid or unfetchable repository URL", "SOURCE_ACCESS"],
    [402, "Payment information is required to complete this request.", "PAYMENT_REQUIRED"],
    [400, "Payment information is required to complete this request.", "PAYMENT_REQUIRED"],
    [400, "invalid region", undefined],
    [500, "cannot access repository store", undefined],
  ])("%i %s", (status, message, kind) => {
    expect(read(status, message)?.kind).toBe(kind);
  });

  it.each([
    ["30", 30],
    [String(Math.floor(now.getTime() / 1000) + 45), 45],
  ])("of a rate limit says when it ends: %s", (reset, seconds) => {
    expect(read(429, "slow down", { "ratelimit-reset": reset })).toMatchObject({ retryAfterSeconds: seconds });
  });

  it("of a rate limit leaves Retry-After to come first, and nonsense alone", () => {
    expect(read(429, "slow down", { "retry-after": "7", "ratelimit-reset": "30" })?.retryAfterSeconds).toBeUndefined();
    expect(read(429, "slow down", { "ratelimit-reset": "soon" })?.retryAfterSeconds).toBeUndefined();
  });
});
