import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { catalogVersion } from "../versions";
import { nextCatalogVersion, withCatalogVersion, withPins } from "./versions-file";

const source = readFileSync(path.join(import.meta.dirname, "..", "versions.ts"), "utf8");

describe("withPins", () => {
  it("changes the lines of a package and nothing else", () => {
    const raised = withPins(source, [
      { name: "zod", to: "9.9.9" },
      { name: "@clerk/backend", to: "8.8.8" },
    ]);
    const [before, after] = [source.split("\n"), raised.split("\n")];
    const changed = after.filter((line, index) => line !== before[index]);
    expect(after).toHaveLength(before.length);
    // Clerk's server part is pinned twice: as a package, and for those that ask for it.
    expect(changed).toEqual(['  "@clerk/backend": "8.8.8",', '  zod: "9.9.9",', '  "@clerk/backend": "8.8.8",']);
  });

  it("takes a name as it is written, not as a pattern", () => {
    const text = '  "a.b": "1.0.0",\n  "aXb": "1.0.0",\n';
    expect(withPins(text, [{ name: "a.b", to: "$1" }])).toBe('  "a.b": "$1",\n  "aXb": "1.0.0",\n');
  });

  it("refuses a package without a line", () => {
    expect(() => withPins(source, [{ name: "left-pad", to: "1.0.0" }])).toThrow(
      "versions.ts has no line for left-pad.",
    );
  });
});

describe("the name of a catalog", () => {
  it("stands once in the file", () => {
    const changed = withCatalogVersion(source, "2030-01-02");
    expect(changed).toContain('export const catalogVersion = "2030-01-02";');
    expect(changed.replace("2030-01-02", catalogVersion)).toBe(source);
    expect(() => withCatalogVersion("", "2030-01-02")).toThrow("which catalog");
  });

  it.each([
    ["2026-11-21", "2026-11-22", "2026-11-22"],
    ["2026-11-21", "2026-11-21", "2026-11-21-2"],
    ["2026-11-21-2", "2026-11-21", "2026-11-21-3"],
    ["2026-11-21-2", "2026-12-01", "2026-12-01"],
    ["2026-11-21", "2026-11-01", "2026-11-21-2"],
  ])("follows %s on %s as %s", (current, day, next) => {
    expect(nextCatalogVersion(current, day)).toBe(next);
  });
});
