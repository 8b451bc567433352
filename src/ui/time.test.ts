import { describe, expect, it } from "vitest";
import { relativeTime } from "./time";

describe("relativeTime", () => {
  it("tells times from now", () => {
    const now = Date.UTC(2026, 0, 10);
    expect(relativeTime(now - 20_000, now)).toBe("just now");
    expect(relativeTime(now - 3 * 60_000, now)).toBe("3 minutes ago");
    expect(relativeTime(now - 26 * 3_600_000, now)).toBe("yesterday");
    expect(relativeTime(now + 2 * 3_600_000, now)).toBe("in 2 hours");
  });
});
