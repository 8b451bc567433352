import { describe, expect, it } from "vitest";
import type { Token } from "./highlighter";
import { keyedLines } from "./source-lines";

const token = (text: string, color: string): Token[] => [{ text, color, isItalic: false, isBold: false }];

describe("keyedLines", () => {
  it("gives every line a key of its own that lines above do not change", () => {
    const keys = keyedLines("}\na\n}\n", undefined, []).map(({ key }) => key);
    expect(keys).toEqual(["0 }", "0 a", "1 }"]);
    expect(keyedLines("new\n}\na\n}\n", undefined, []).map(({ key }) => key)).toEqual(["0 new", ...keys]);
  });

  it("keeps the colours of a line that was shown before until its own are there", () => {
    const before = keyedLines("a\nb\n", [token("a", "red"), token("b", "red")], []);
    const waiting = keyedLines("new\nb\n", undefined, before);
    expect(waiting.map(({ tokens }) => tokens?.[0]?.color)).toEqual([undefined, "red"]);
    const after = keyedLines("new\nb\n", [token("new", "red"), token("b", "blue")], waiting);
    expect(after.map(({ tokens }) => tokens?.[0]?.color)).toEqual(["red", "blue"]);
  });

  it("hands on the very tokens where nothing changed", () => {
    const before = keyedLines("a\n", [token("a", "red")], []);
    expect(keyedLines("a\n", [token("a", "red")], before)[0]?.tokens).toBe(before[0]?.tokens);
  });
});
