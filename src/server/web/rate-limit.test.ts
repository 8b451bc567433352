import { describe, expect, it } from "vitest";
import { describeWait, RateLimiter } from "./rate-limit";

const limit = { name: "test", max: 3, windowSeconds: 60 };
const start = new Date("2026-01-01T00:00:00Z");
const inSeconds = (seconds: number) => new Date(start.getTime() + seconds * 1000);

function exhausted(): RateLimiter {
  const limiter = new RateLimiter();
  for (let attempt = 0; attempt < limit.max; attempt++) limiter.count(limit, "a", start);
  return limiter;
}

describe("RateLimiter", () => {
  it("refuses the attempt after the last allowed one and says how long to wait", () => {
    expect(() => exhausted().count(limit, "a", inSeconds(20))).toThrow(
      expect.objectContaining({ code: "LIMIT", details: { retryAfterSeconds: 40 } }),
    );
  });

  it("counts again when the window has passed", () => {
    const limiter = exhausted();
    expect(() => limiter.count(limit, "a", inSeconds(59))).toThrow();
    expect(() => limiter.count(limit, "a", inSeconds(60))).not.toThrow();
  });

  it("is not prolonged by refused attempts", () => {
    const limiter = exhausted();
    for (let attempt = 0; attempt < 10; attempt++) expect(() => limiter.count(limit, "a", inSeconds(50))).toThrow();
    expect(() => limiter.count(limit, "a", inSeconds(60))).not.toThrow();
  });

  it("keeps keys and limits apart", () => {
    const limiter = exhausted();
    expect(() => limiter.count(limit, "b", start)).not.toThrow();
    expect(() => limiter.count({ ...limit, name: "other" }, "a", start)).not.toThrow();
  });

  it("forgets a key after a success", () => {
    const limiter = exhausted();
    limiter.forget(limit, "a");
    expect(() => limiter.count(limit, "a", start)).not.toThrow();
  });

  it("stays bounded under many keys without forgetting a busy one", () => {
    const limiter = new RateLimiter();
    for (let key = 0; key < 60_000; key++) {
      limiter.count(limit, `key-${key}`, start);
      if (key % 25_000 === 0) limiter.count({ ...limit, max: 10 }, "busy", start);
    }
    expect(() => limiter.count(limit, "key-59999", start)).not.toThrow();
    for (let attempt = 0; attempt < 2; attempt++) expect(() => limiter.count(limit, "key-0", start)).not.toThrow();
    expect(() => limiter.count(limit, "busy", start)).toThrow();
  });
});

describe("describeWait", () => {
  it.each([
    [1, "1 second"],
    [45, "45 seconds"],
    [60, "1 minute"],
    [61, "2 minutes"],
    [899, "15 minutes"],
  ])("%i s is %s", (seconds, text) => expect(describeWait(seconds)).toBe(text));
});
