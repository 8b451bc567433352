import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { childEnv } from "@/server/env";
import { detectFormat } from "./detect-format";
import { type FormatId, formatIds, formatNames, readFormat, writeFormat } from "./formats";

const folder = mkdtempSync(path.join(tmpdir(), "berth-formats-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/)
  .filter((name) => !["__proto__", "constructor", "prototype"].includes(name));
const awkward = fc.constantFrom(
  ...["'", '"', "`", "\\", "\n", "\r", "\r\n", "#", " #", "$", "$(id)", "$" + "{A}", "=", " ", "\t", "\\n", "é", "😀"],
  ...[": ", "- ", "&a", "*a", "!", "|", "%", "@", "{", "}", "[", ",", "---", "~", "null", "yes", "\u0085", "\u2028"],
  ...["\ufeff", "\u007f", "BERTH_END", "EOF", "<<"],
);
const value = fc
  .oneof(
    fc.array(fc.oneof(awkward, fc.string({ maxLength: 4 })), { maxLength: 12 }).map((parts) => parts.join("")),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("yes", "null", "1.10", "0x10", "2001-01-01", "~", "1e3", "", " ", "\n", "true"),
  )
  .filter((text) => !text.includes("\0") && text.isWellFormed());
const environment = fc.uniqueArray(fc.record({ key, value }), { selector: ({ key: name }) => name, maxLength: 6 });

const read = async (text: string, format: FormatId) => {
  const { entries, problems } = await readFormat(text, format);
  return {
    values: entries.map(({ key: name, value: found }) => ({ key: name, value: found })),
    errors: problems.filter(({ level }) => level === "error"),
  };
};
const refused = async (text: string, format: FormatId) => {
  const { values, errors } = await read(text, format);
  expect(values).toEqual([]);
  const [first] = errors;
  return `${first?.line}:${first?.column} ${first?.message}`;
};

describe("export, then import", () => {
  it.each(formatIds)("gives the same values in %s, or refuses with a reason", async (format) => {
    let carried = 0;
    await fc.assert(
      fc.asyncProperty(environment, async (entries) => {
        const written = await writeFormat(entries, format, { name: "shop-production" });
        if (!written.ok) {
          expect(written.refusals.every(({ reason }) => reason.length > 20)).toBe(true);
          expect(["docker", "github-actions", "kubernetes"]).toContain(format);
          return;
        }
        carried += 1;
        expect(await read(written.text, format)).toEqual({ values: entries, errors: [] });
      }),
      { numRuns: 500 },
    );
    expect(carried).toBeGreaterThan(100);
  });

  it.each(formatIds)("writes %s so that its format is recognised", async (format) => {
    const entries = [
      { key: "A", value: "it's $HOME" },
      { key: "B", value: "two words" },
    ];
    const written = await writeFormat(entries, format);
    expect(written.ok && detectFormat(written.text, formatNames[format].fileName)).toBe(format);
  });

  it("is read by a real shell as the same values", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 40, maxLength: 40 }), async (texts) => {
        const entries = texts.map((text, index) => ({ key: `V${index}`, value: text }));
        const written = await writeFormat(entries, "shell");
        const file = path.join(folder, "values.sh");
        writeFileSync(file, written.ok ? written.text : "");
        const printed = entries.map((entry) => `printf '%s\\0' "$${entry.key}"`).join("; ");
        const { stdout } = spawnSync("sh", ["-c", `. ${file}; ${printed}`], { env: childEnv({}), encoding: "utf8" });
        expect(stdout.split("\0").slice(0, -1)).toEqual(texts);
      }),
      { numRuns: 10 },
    );
  });

  it("is read by another reader of YAML and JSON as the same strings", async () => {
    await fc.assert(
      fc.asyncProperty(environment, async (entries) => {
        const expected = Object.fromEntries(entries.map((entry) => [entry.key, entry.value]));
        const [yaml, json] = [await writeFormat(entries, "yaml"), await writeFormat(entries, "json")];
        expect(yaml.ok && parseYaml(yaml.text, { version: "1.1" })).toEqual(expected);
        expect(json.ok && JSON.parse(json.text)).toEqual(expected);
      }),
    );
  });
});

describe("JSON", () => {
  it("takes text, numbers and booleans as they are written", async () => {
    const text = '{"A": "x\\n", "B": 1.50, "C": true, "D": ""}';
    expect((await read(text, "json")).values).toEqual([
      { key: "A", value: "x\n" },
      { key: "B", value: "1.50" },
      { key: "C", value: "true" },
      { key: "D", value: "" },
    ]);
  });

  it.each([
    ['{"A": {"B": "c"}}', /^1:7 A variable holds text/],
    ['{\n  "A": null}', /^2:8 null is no value/],
    ['{"__proto__": "x"}', /^1:2 "__proto__" is not a variable name/],
    ['{"A": "\\ud800"}', /^1:2 A: A value must be well-formed Unicode/],
    ['{"A": "a\\u0000b"}', /^1:2 A: A value cannot contain a NUL byte/],
    ['{"A": "open', /^1:7 This string is never closed/],
    ["[1]", /^1:1 Give one JSON object/],
    ["{'A': 1}", /^1:2 A name in double quotes/],
    ["", /^1:1 Give one JSON object/],
    ['{"two words": "x"}', /^1:2 "two words" is not a variable name/],
    ['{"ΑPI_KEY": "x"}', /^1:2 "ΑPI_KEY" is not a variable name. It holds the character U\+0391,/],
  ])("refuses %j with its place", async (text, message) => {
    expect(await refused(text, "json")).toMatch(message);
  });

  it("stops at what follows, and reports a name that is there twice", async () => {
    expect((await read('{"A": "1"} x', "json")).errors).toMatchObject([{ line: 1, column: 12 }]);
    const { entries, problems } = await readFormat('{"A": "1",\n "A": "2"}', "json");
    expect(entries.map((entry) => entry.value)).toEqual(["1", "2"]);
    expect(problems).toEqual([
      { line: 2, column: 2, level: "warning", message: "A is set on line 1 already; this later value counts." },
    ]);
  });
});

describe("YAML", () => {
  it("takes every scalar as it is written", async () => {
    const text = "# c\nA: yes\nB: 1.10\nC: 'x'\nD: |\n  one\n  two\nE: \"\"\nF: 0123\n";
    expect((await read(text, "yaml")).values.map((entry) => entry.value)).toEqual([
      ...["yes", "1.10", "x", "one\ntwo\n", "", "0123"],
    ]);
  });

  it.each([
    ["A: {B: c}", /^1:4 A: a variable holds text/],
    ["A: &x 1\nB: *x", /^2:4 B: aliases and tags are not read/],
    ["A: !!binary aGk=", /^1:\d+ A: aliases and tags/],
    ["A:", /^1:\d A: there is no value/],
    ["A: ~", /^1:4 A: there is no value/],
    ["- a", /^1:1 Give a map/],
    ["A: 'open", /This is not YAML/],
    ["A: 1\n  B: 2", /This is not YAML/],
    ["__proto__: 1", /^1:1 "__proto__" is not a variable name/],
    ["<<: {A: 1}", /a variable holds text|is not a variable name/],
  ])("refuses %j with its place", async (text, message) => {
    const { errors } = await read(text, "yaml");
    expect(errors.map((each) => `${each.line}:${each.column} ${each.message}`).join("\n")).toMatch(message);
  });

  it("refuses a bomb without unfolding it", async () => {
    const lines = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let index = 1; index < 26; index += 1) {
      const [name, last] = [String.fromCharCode(97 + index), String.fromCharCode(96 + index)];
      lines.push(`${name}: &${name} [${Array(9).fill(`*${last}`).join(", ")}]`);
    }
    expect(await refused(lines.join("\n"), "yaml")).toMatch(/^1:\d+ a: a variable holds text/);
    expect(await refused("[".repeat(10_000), "yaml")).toMatch(/nested too deeply|This is not YAML/);
  });

  it.each([
    ["names", Array.from({ length: 90_000 }, (_, index) => `K${index}: x`).join("\n")],
    ["aliases", `A: &a x\n${Array.from({ length: 50_000 }, (_, index) => `K${index}: *a`).join("\n")}`],
    ["list items", `A: [${"x,".repeat(500_000)}]`],
    ["brackets", "[".repeat(400_000)],
    ["marks", "\t: @\n".repeat(150_000)],
  ])("refuses hundreds of thousands of %s unread", async (_, text) => {
    expect(await refused(text, "yaml")).toMatch(/^1:1 This YAML has too many parts/);
  });

  it("reports a name that is there twice", async () => {
    expect((await readFormat("A: 1\nB: 2\nA: 3\n", "yaml")).problems).toEqual([
      { line: 3, column: 1, level: "warning", message: "A is set on line 1 already; this later value counts." },
    ]);
  });

  it("reads as many variables as one text may hold, each with a comment", async () => {
    const text = Array.from({ length: 1_000 }, (_, index) => `# c\nK${index}: "x"\n\n`).join("");
    expect(await read(text, "yaml")).toMatchObject({ values: { length: 1_000 }, errors: [] });
  });
});

describe("shell", () => {
  it("reads quotes, escapes and several words of assignments, and runs nothing", async () => {
    const text = [
      "#!/bin/sh",
      "set -a",
      "export A='it'\\''s' B=two\\ words",
      'C="say \\"hi\\" for \\$5" # comment',
      "declare -x D=$'tab\\there\\u00e9'",
      "E=",
      "F=a#b; G='one",
      "two'",
    ].join("\n");
    expect((await read(text, "shell")).values.map((entry) => entry.value)).toEqual([
      ...["it's", "two words", 'say "hi" for $5', "tab\thereé", "", "a#b", "one\ntwo"],
    ]);
  });

  it.each([
    ["A=$HOME", /^1:3 A shell would expand this/],
    ['A="$(id)"', /A shell would expand this/],
    ['A="a $ b $HOME"', /A shell would expand this/],
    ["A=`id`", /A shell would expand this/],
    ["A=two words", /^1:7 What follows would be run as a command/],
    ["rm -rf /", /^1:1 This is no assignment, and nothing is run/],
    ["A=x; rm -rf /", /./],
    ["export A", /export sets no value/],
    ["A='open", /^1:3 The quote is never closed/],
    ["A=a&b", /^1:4 & does something in a shell/],
    ["__proto__=1", /is not a variable name/],
  ])("refuses %j with its place", async (text, message) => {
    const { errors } = await read(text, "shell");
    expect(`${errors[0]?.line}:${errors[0]?.column} ${errors[0]?.message}`).toMatch(message);
  });
});

describe("Docker env-file", () => {
  it("keeps everything after the first =, quotes too, and says so", async () => {
    const { entries, problems } = await readFormat("# c\n  A='x' # y=z\nB=\"q\"\r\nC=\n", "docker");
    expect(entries.map((entry) => entry.value)).toEqual(["'x' # y=z", '"q"', ""]);
    expect(problems).toMatchObject([{ line: 3, column: 3, level: "warning" }]);
  });

  it("refuses line breaks and long lines, by name and with the reason", async () => {
    const entries = [
      { key: "PEM", value: "a\nb" },
      { key: "LONG", value: "x".repeat(65_536) },
      { key: "OK", value: "x" },
    ];
    expect(await writeFormat(entries, "docker")).toEqual({
      ok: false,
      refusals: [
        { key: "PEM", reason: expect.stringContaining("cannot hold a line break") },
        { key: "LONG", reason: expect.stringContaining("65535 bytes") },
      ],
    });
    expect(await refused("ONLY_A_NAME", "docker")).toMatch(/^1:1 Docker takes this value from its own/);
  });
});

describe("Kubernetes", () => {
  it("reads the Secrets and ConfigMaps among other documents", async () => {
    const text = [
      "apiVersion: v1\nkind: Service\nmetadata: {name: x}",
      "apiVersion: v1\nkind: Secret\ndata:\n  A: aMOp\nstringData:\n  B: plain",
      "apiVersion: v1\nkind: ConfigMap\ndata:\n  C: |\n    two\n    lines",
    ].join("\n---\n");
    expect((await read(text, "kubernetes")).values).toEqual([
      { key: "A", value: "hé" },
      { key: "B", value: "plain" },
      { key: "C", value: "two\nlines\n" },
    ]);
  });

  it.each([
    ["kind: Secret\ndata:\n  A: '***'", /^3:6 A: this is not base64/],
    ["kind: Secret\ndata:\n  A: /w==", /^3:6 A: this is not base64 of UTF-8/],
    ["kind: Secret\ndata:\n  a.b: aGk=", /^3:3 "a.b" is not a variable name/],
    ["kind: Pod", /^1:1 There is no Secret/],
  ])("refuses %j with its place", async (text, message) => {
    expect(await refused(text, "kubernetes")).toMatch(message);
  });

  it("refuses more than a Secret holds", async () => {
    const entries = Array.from({ length: 17 }, (_, index) => ({ key: `V${index}`, value: "x".repeat(65_536) }));
    expect(await writeFormat(entries, "kubernetes")).toMatchObject({ ok: false, refusals: [{ key: "V0" }] });
  });
});

describe("GitHub Actions", () => {
  it("reads both forms of $GITHUB_ENV", async () => {
    expect((await read("A=x=y\nB<<END\none\nA=no\nEND\nC=\n", "github-actions")).values).toEqual([
      { key: "A", value: "x=y" },
      { key: "B", value: "one\nA=no" },
      { key: "C", value: "" },
    ]);
    expect(await refused("B<<END\none", "github-actions")).toMatch(/^1:2 The value of B never ends/);
  });

  it("ends a value with a line that is not in it", async () => {
    const entries = [{ key: "A", value: "x\nBERTH_END\nB=injected" }];
    const written = await writeFormat(entries, "github-actions");
    expect(written.ok && written.text).toBe("A<<BERTH_END_1\nx\nBERTH_END\nB=injected\nBERTH_END_1\n");
  });

  it("refuses names a workflow cannot set", async () => {
    const written = await writeFormat([{ key: "NODE_OPTIONS", value: "x" }], "github-actions");
    expect(written).toMatchObject({ ok: false, refusals: [{ key: "NODE_OPTIONS" }] });
  });
});

describe("every format", () => {
  it.each(formatIds)("bounds %s and drops a byte-order mark", async (format) => {
    expect(await refused("A".repeat(1_048_577), format)).toMatch(/^1:1 The (text|file) is over 1 MiB/);
    const written = await writeFormat([{ key: "A", value: "x" }], format);
    expect(written.ok && (await read(`\uFEFF${written.text}`, format)).values).toEqual([{ key: "A", value: "x" }]);
    const long = await writeFormat([{ key: "A", value: "y".repeat(65_537) }], format === "docker" ? "dotenv" : format);
    const asRead = format === "docker" ? "dotenv" : format;
    expect(long.ok && (await read(long.text, asRead)).errors[0]?.message).toMatch(/A: Use at most 64 KiB/);
    const many = Array.from({ length: 1_001 }, (_, index) => ({ key: `V${index}`, value: "1" }));
    const text = await writeFormat(many, format);
    const found = await read(text.ok ? text.text : "", format);
    expect([found.values.length, found.errors.length]).toEqual([1_000, 1]);
  });
});

describe("detectFormat", () => {
  it.each([
    ["A=1", "", "dotenv"],
    ["# only a comment", "", "dotenv"],
    ["A: 1", "", "yaml"],
    ["---\nA: 1", "", "yaml"],
    ["\uFEFF{\n}", "", "json"],
    ["export A='it'\\''s'", "", "shell"],
    ["export A=two words # note", "", "dotenv"],
    ["A=1", "docker.env", "docker"],
    ["A=1", "shop-production.docker.env", "docker"],
    ["A<<EOF\nx\nEOF", "", "github-actions"],
    ["apiVersion: v1\nkind: Secret\ndata: {}", "", "kubernetes"],
    ["URL=https://x.example: 1", "", "dotenv"],
    ["", "", "dotenv"],
  ])("takes %j in a file %j for %s", (text, fileName, format) => {
    expect(detectFormat(text, fileName)).toBe(format);
  });
});
