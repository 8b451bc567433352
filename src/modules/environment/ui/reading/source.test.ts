import { describe, expect, it } from "vitest";
import { formatOf, isOverLimit, listed, normalizeText, rangeOf, readSources, type Source } from "./source";
import { decodeText, readFile } from "./source-files";

let lastId = 0;
const source = (text: string, more: Partial<Source> = {}): Source => {
  lastId += 1;
  return { id: lastId, fileName: undefined, text, chosenFormat: undefined, ...more };
};
const read = (...sources: Source[]) => readSources(sources);
const valuesIn = async (...sources: Source[]) => Object.fromEntries((await read(...sources)).values);

describe("readSources", () => {
  it("reads each text in its own format, and the last one counts", async () => {
    const [env, json] = [source("A=1\nB=2", { fileName: ".env" }), source('{"B": "3", "C": true}')];
    const reading = await read(env, json);
    expect(Object.fromEntries(reading.values)).toEqual({ A: "1", B: "3", C: "true" });
    expect(reading.parts).toMatchObject([
      { id: env.id, format: "dotenv", count: 2 },
      { id: json.id, format: "json", count: 2 },
    ]);
    expect(reading.notes).toEqual(["B stands in .env too; what Pasted text says counts."]);
    expect(reading.isPartial).toBe(false);
  });

  it("follows the format a person chose over the one that was found", async () => {
    const text = source("A='x'");
    expect(formatOf(text)).toBe("dotenv");
    expect(await valuesIn(text)).toEqual({ A: "x" });
    expect(await valuesIn({ ...text, chosenFormat: "docker" })).toEqual({ A: "'x'" });
  });

  it.each([
    ["an unterminated quote", 'GOOD=1\nBAD="x\n', "2:5"],
    ["a look-alike of a letter", "GOOD=1\nΑPI_KEY=x", "2:1"],
    ["a reserved name", "GOOD=1\n__proto__=x", "2:1"],
    ["a NUL byte", "GOOD=1\nBAD='a\0b'", "2:5"],
    ["a lone surrogate", "GOOD=1\nBAD=\ud800", "2:5"],
    ["a line without a sign", "GOOD=1\nbad", "2:1"],
  ])("says where %s is, and reads the rest", async (_, text, place) => {
    const { values, parts, isPartial } = await read(source(text));
    expect([...values.keys()]).toEqual(["GOOD"]);
    expect(parts[0]?.problems.map(({ line, column }) => `${line}:${column}`)).toEqual([place]);
    expect(isPartial).toBe(true);
  });

  it("takes a name set twice with a warning, which leaves nothing out", async () => {
    const { values, parts, isPartial } = await read(source("A=1\nA=2"));
    expect(values.get("A")).toBe("2");
    expect(parts[0]).toMatchObject({ count: 1, problems: [{ line: 2, level: "warning" }] });
    expect(isPartial).toBe(false);
  });

  it("reads nothing of a YAML bomb and of a text over 1 MiB", async () => {
    const bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: *b\nGOOD: y";
    expect(await valuesIn(source(bomb))).toEqual({ GOOD: "y" });
    const large = await read(source(`A=${"x".repeat(1_048_576)}`));
    expect(large).toMatchObject({ isPartial: true, parts: [{ problems: [{ message: /over 1 MiB/ }] }] });
    expect(large.values.size).toBe(0);
  });

  it("refuses more than one save takes, from one text or from several", async () => {
    const many = (name: string, count: number) =>
      source(Array.from({ length: count }, (_, number) => `${name}_${number}=1`).join("\n"));
    const one = await read(many("A", 1_001));
    expect(one.values.size).toBe(1_000);
    expect(one.isPartial).toBe(true);
    const two = await read(many("A", 600), many("B", 401));
    expect(isOverLimit(two)).toBe(true);
    expect(two.notes.join()).toContain("1,001 variables");
    expect(isOverLimit(await read(many("A", 600), many("B", 400)))).toBe(false);
  });
});

describe("places in a text", () => {
  const text = "A=1\nlonger=2\n\nlast";
  it.each([
    [1, 1, "A=1"],
    [2, 3, "nger=2"],
    [3, 1, ""],
    [4, 2, "ast"],
    [4, 99, ""],
    [9, 1, ""],
  ])("line %i, column %i", (line, column, rest) => expect(text.slice(...rangeOf(text, line, column))).toBe(rest));

  it("are the same in a text field", () => expect(normalizeText("\uFEFFA=1\r\nB=2\rC=3")).toBe("A=1\nB=2\nC=3"));
});

describe("files", () => {
  it("reads UTF-8 with and without its mark, and UTF-16 as PowerShell writes it", () => {
    const utf16 = Uint8Array.from([0xff, 0xfe, 0x41, 0, 0x3d, 0, 0xe9, 0]);
    expect(decodeText(utf16)).toBe("A=é");
    expect(decodeText(new TextEncoder().encode("\uFEFFA=é"))).toBe("A=é");
    expect(decodeText(Uint8Array.from([0x41, 0x3d, 0xe9]))).toBeUndefined();
  });

  it("says why a file is not taken, and names it", async () => {
    expect(await readFile(new File(["A=1\r\n"], ".env"))).toEqual({ fileName: ".env", text: "A=1\n" });
    const binary = await readFile(new File([Uint8Array.from([0x89, 0x50, 0xff])], "logo.png"));
    expect(binary).toEqual({ fileName: "logo.png", reason: expect.stringContaining("UTF-8") });
    const large = await readFile(new File(["x".repeat(1_048_577)], "dump.sql"));
    expect(large).toEqual({ fileName: "dump.sql", reason: expect.stringContaining("1 MiB") });
  });
});

it("names three at most", () => {
  expect(listed(["A", "B", "C"])).toBe("A, B, C");
  expect(listed(["A", "B", "C", "D", "E"])).toBe("A, B, C and 2 more");
});
