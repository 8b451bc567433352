import { describe, expect, it } from "vitest";
import { formatBytes, formatDuration, plural } from "./format";

describe("formats", () => {
  it("gives durations the unit a reader expects", () => {
    expect([42, 940, 8400, 72_000, 7_500_000].map((ms) => formatDuration(ms))).toEqual([
      "42 ms",
      "940 ms",
      "8.4 s",
      "1 min 12 s",
      "2 h 5 min",
    ]);
    expect(formatDuration(940, false)).toBe("0 s");
  });

  it("gives sizes in decimal units", () => {
    expect([0, 812, 1000, 14_240, 186_300_000, 2e9].map(formatBytes)).toEqual([
      "0 B",
      "812 B",
      "1.0 kB",
      "14.2 kB",
      "186 MB",
      "2.0 GB",
    ]);
  });

  it("counts in words", () => {
    expect([plural(1, "file"), plural(1200, "file"), plural(2, "entry", "entries")]).toEqual([
      "1 file",
      "1,200 files",
      "2 entries",
    ]);
  });
});
