import { parseEnv } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDotenv, parseDotenv } from "./dotenv";

const values = (text: string) => Object.fromEntries(parseDotenv(text).entries.map(({ key, value }) => [key, value]));
const errors = (text: string) => parseDotenv(text).problems.filter(({ level }) => level === "error");
const warnings = (text: string) => parseDotenv(text).problems.filter(({ level }) => level === "warning");

const key = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/)
  .filter((name) => !["__proto__", "constructor", "prototype"].includes(name));
const awkward = fc.constantFrom("'", '"', "`", "\\", "\n", "\r", "#", "$", "$(id)", "=", " ", "\t", "\\n", "é", "😀");
const value = fc
  .oneof(
    fc.array(fc.oneof(awkward, fc.string({ maxLength: 4 })), { maxLength: 12 }).map((parts) => parts.join("")),
    fc.string({ unit: "grapheme" }),
  )
  .filter((text) => !text.includes("\0") && text.isWellFormed());

describe("parseDotenv", () => {
  it("reads plain, quoted, exported, empty and multi-line values with their lines", () => {
    const text = [
      "# comment",
      "A=1",
      "  export B = two words  # note",
      "C='lit\\eral $HOME'",
      'D="one\\ntwo \\"x\\" \\\\"',
      "E=",
      'PEM="-----BEGIN-----',
      "body",
      '-----END-----" # key',
      "F=`it's`",
    ].join("\n");
    expect(parseDotenv(text)).toEqual({
      problems: [],
      entries: [
        { key: "A", value: "1", line: 2, quote: "none" },
        { key: "B", value: "two words", line: 3, quote: "none" },
        { key: "C", value: "lit\\eral $HOME", line: 4, quote: "single" },
        { key: "D", value: 'one\ntwo "x" \\', line: 5, quote: "double" },
        { key: "E", value: "", line: 6, quote: "none" },
        { key: "PEM", value: "-----BEGIN-----\nbody\n-----END-----", line: 7, quote: "double" },
        { key: "F", value: "it's", line: 10, quote: "backtick" },
      ],
    });
  });

  it("never expands or runs anything", () => {
    expect(values('A=$HOME\nB="$A $(id)"\nC=`id`')).toEqual({ A: "$HOME", B: "$A $(id)", C: "id" });
  });

  it("drops a byte-order mark and reads CRLF and CR as line ends", () => {
    expect(values("\uFEFFA=1\r\nB=2\rC='x\r\ny'")).toEqual({ A: "1", B: "2", C: "x\ny" });
  });

  it("reports a duplicate, and the last value counts", () => {
    expect(values("A=1\nB=2\nA=3")).toEqual({ A: "3", B: "2" });
    expect(warnings("A=1\nB=2\nA=3")).toEqual([
      { line: 3, column: 1, level: "warning", message: "A is set on line 1 already; this later value counts." },
    ]);
  });

  it("warns where # cuts a value, but not before a spaced comment", () => {
    expect(values("P=a#b")).toEqual({ P: "a" });
    expect(warnings("P=a#b")).toMatchObject([{ line: 1, column: 4 }]);
    expect(parseDotenv("P=a #b\nQ= # none").problems).toEqual([]);
  });

  it("reports an unterminated quote with line and column, and goes on with the next line", () => {
    for (const text of ['A=1\nB="abc\nC=3', 'A=1\nB="abc\nC="3"', "A=1\nB='abc\nC=3"]) {
      expect(errors(text)).toEqual([
        { line: 2, column: 3, level: "error", message: "The quote that opens the value of B is never closed." },
      ]);
      expect(values(text)).toEqual({ A: "1", C: "3" });
    }
  });

  it("warns when a quoted value swallows another variable", () => {
    expect(warnings('A="x\nSECRET=1\n"')).toMatchObject([{ line: 1, column: 3 }]);
  });

  it.each([
    ["__proto__=1", 1],
    ["constructor=1", 1],
    ["1A=1", 1],
    ["N.O=1", 1],
    ["P-Q=1", 1],
    ["ÉTÉ=1", 1],
    ["TWO WORDS=1", 1],
    ["=1", 1],
    ["just text", 1],
    ["A: 1", 1],
    ["export A", 1],
    ["A=a\0b", 3],
    ['A="a\0b"', 3],
    ["A=\uD800", 3],
    [`${"A".repeat(256)}=1`, 1],
    ['A="x"y', 6],
  ])("refuses %j", (text, column) => {
    expect(errors(text)).toMatchObject([{ line: 1, column }]);
    expect(parseDotenv(text).entries).toEqual([]);
    expect(Object.getPrototypeOf(values(text))).toBe(Object.prototype);
  });

  it("does not repeat a long text that may be a secret", () => {
    expect(errors("export sk-ant-api03-0123456789abcdef0123456789")[0]?.message).not.toContain("0123456789abcdef");
  });

  it("bounds the size of a file and of a value", () => {
    expect(errors("A".repeat(1_048_577))).toHaveLength(1);
    expect(errors(`A=${"é".repeat(32_769)}`)).toMatchObject([{ line: 1, message: "A: Use at most 64 KiB." }]);
    expect(parseDotenv(Array.from({ length: 1_001 }, (_, index) => `V${index}=1`).join("\n")).entries).toHaveLength(
      1_000,
    );
  });

  it("stays fast on hostile text", () => {
    const started = performance.now();
    for (const text of ['A="', "A='", "=", "A=#", 'A="\\', "export ", " "]) parseDotenv(`${text}\n`.repeat(30_000));
    parseDotenv(`A="${"\\".repeat(500_000)}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("agrees with Node wherever Node's reading is not known to lose text", () => {
    const plain = fc.stringMatching(/^[A-Za-z0-9_./:@%+,=?&~^*$()!{}-]*$/);
    const line = fc.oneof(
      fc.tuple(key, plain).map(([name, text]) => `${name}=${text}`),
      fc.tuple(key, plain).map(([name, text]) => `export ${name} = ${text}  # note`),
      fc.tuple(key, fc.stringMatching(/^[A-Za-z0-9 #"`$=\n]*$/)).map(([name, text]) => `${name}='${text}'`),
      fc.tuple(key, fc.stringMatching(/^([A-Za-z0-9 #'`$=]|\\n)*$/)).map(([name, text]) => `${name}="${text}"`),
      fc.constantFrom("", "  ", "# A=1"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const text = lines.join("\n");
        expect(values(text)).toEqual({ ...parseEnv(text) });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("formatDotenv", () => {
  it("is read back as the same entries", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ key, value }), { selector: ({ key: name }) => name }), (entries) => {
        const parsed = parseDotenv(formatDotenv(entries));
        expect(parsed.problems.filter(({ level }) => level === "error")).toEqual([]);
        expect(parsed.entries.map(({ key: name, value: text }) => ({ key: name, value: text }))).toEqual(entries);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is read by Node as the same value unless it needs an escape Node does not know", () => {
    fc.assert(
      fc.property(value, (text) => {
        fc.pre(!text.includes("\r") && !(text.includes("'") && /["\\]/.test(text) && text.includes("`")));
        expect(parseEnv(formatDotenv([{ key: "A", value: text }]))).toEqual({ A: text });
      }),
      { numRuns: 1_000 },
    );
  });

  it("writes simple values bare", () => {
    expect(
      formatDotenv([
        { key: "A", value: "https://x.example/y?z=1" },
        { key: "B", value: "" },
      ]),
    ).toBe("A=https://x.example/y?z=1\nB=\n");
  });
});
