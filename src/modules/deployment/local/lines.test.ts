import { describe, expect, it } from "vitest";
import { LineSplitter } from "./lines";

function split(...chunks: (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.write(Buffer.from(chunk));
  splitter.end();
  return lines;
}

describe("LineSplitter", () => {
  it("joins chunks, keeps empty lines and colours, and ends with what has no line break", () => {
    expect(split("one\ntw", "o\n\n\u001b[31mred\u001b[0m", " end")).toEqual([
      "one",
      "two",
      "",
      "\u001b[31mred\u001b[0m end",
    ]);
  });

  it("does not break a character that came in two chunks", () => {
    const bytes = Buffer.from("é\n");
    expect(split(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(["é"]);
  });

  it("shows the last state of a progress bar, and Windows line ends as none", () => {
    expect(split("10%\r50%\r100%\nplain\r\n")).toEqual(["100%", "plain"]);
  });

  it("cuts a line that is too long once, and goes on after it", () => {
    const [first, second, ...rest] = split("x".repeat(30_000), "y".repeat(30_000), "\nnext\n");
    expect(first).toMatch(/^x{8192} \[line cut\]$/);
    expect([second, rest]).toEqual(["next", []]);
  });
});
