import { describe, expect, it } from "vitest";
import { mergeText } from "./merge-text";

/** Both sides insert after the first of two lines. */
function insertBoth(ours: string, theirs: string, first = "first", last = "last") {
  const between = (lines: string): string => `${first}\n${lines}\n${last}\n`;
  const { places, resolve } = mergeText(`${first}\n${last}\n`, between(ours), between(theirs));
  return { places, text: resolve("keep"), both: between(`${ours}\n${theirs}`) };
}

describe("mergeText", () => {
  it("takes what one side changed and what both changed alike", () => {
    const { places, resolve } = mergeText("a\nb\nc\nd\n", "A\nb\nc\nX\n", "a\nb\nc\nX\n");
    expect([places, resolve("markers")]).toEqual([[], "A\nb\nc\nX\n"]);
  });

  it.each([
    ["entries of a list", '  ours: "1",', '  theirs: "2",'],
    ["entries of several lines", "  {\n    name: 1,\n  },", "  {\n    name: 2,\n  },\n  {\n    name: 3,\n  },"],
    ["imports", 'import { type a } from "a";', 'import { type b } from "b";\nimport { c } from "c";'],
    ["rows of a table", "| `OURS` | no |", "| `THEIRS` | no |"],
    ["items", "- ours", "- theirs"],
  ])("keeps both sides of %s added at one place", (_what, ours, theirs) => {
    const { places, text, both } = insertBoth(ours, theirs);
    expect([places, text]).toEqual([[], both]);
  });

  it("keeps a line between declarations", () => {
    const { places, text } = insertBoth("export const ours = [\n  1,\n];", "export const theirs = [\n  1,\n];");
    expect([places, text]).toEqual([
      [],
      "first\nexport const ours = [\n  1,\n];\n\nexport const theirs = [\n  1,\n];\nlast\n",
    ]);
  });

  it.each([
    ["of another kind", "  ours: 1,", "- theirs"],
    ["of the same key", '  same: "1",', '  other: 1,\n  same: "2",'],
    ["of the same name", "export const users = 1;", "export function users() {\n  return 2;\n}"],
    ["an import of the same name", 'import { redis } from "./a";', 'import { redis, other } from "redis";'],
    ["the same row", "| `SAME` | no |", "| `SAME` | yes |"],
    ["not whole", "  },\n  {\n    name: 1,", "  },\n  {\n    name: 2,"],
    ["statements", "  runOurs();", "  runTheirs();"],
    ["prose", "We wrote this.", "They wrote that."],
  ])("leaves to a person what was added at one place and is %s", (_what, ours, theirs) => {
    expect(insertBoth(ours, theirs).places).toEqual(["line 2"]);
  });

  it("leaves to a person a line that both changed", () => {
    expect(mergeText("  a: 1,\n", "  a: 2,\n", "  a: 3,\n").places).toEqual(["line 1"]);
  });
});
