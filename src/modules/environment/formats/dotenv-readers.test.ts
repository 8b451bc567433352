import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual, parseEnv } from "node:util";
import dotenv from "dotenv";
import { afterAll, describe, expect, it } from "vitest";
import { childEnv } from "@/server/env";
import { parseDotenv } from "./dotenv";

const folder = mkdtempSync(path.join(tmpdir(), "berth-dotenv-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a reader makes of a text, or undefined where it stops. */
type Reading = Record<string, string> | undefined;
type Reader = "dotenv" | "node" | "shell";

const berth = (text: string): Reading =>
  Object.fromEntries(parseDotenv(text).entries.map(({ key, value }) => [key, value]));
const readers: Record<Exclude<Reader, "shell">, (text: string) => Reading> = {
  dotenv: (text) => ({ ...dotenv.parse(text) }),
  node: (text) => ({ ...parseEnv(text) }) as Record<string, string>,
};

/** Each text in a subshell of one real sh, which can run no program; the values of A, K and Z. */
function readInShell(texts: readonly string[]): Reading[] {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const print = `printf '%s\\0' "\${A-<unset>}" "\${K-<unset>}" "\${Z-<unset>}"`;
  const script = texts.map((text) => `( eval ${quoted(text)}\n${print} ) 2>/dev/null </dev/null; printf 'end\\0'`);
  const env = childEnv({ HOME: "/home/x", PATH: "/none" });
  const { stdout } = spawnSync("/bin/sh", [], {
    ...{ input: script.join("\n"), env, cwd: folder, encoding: "utf8", maxBuffer: 100_000_000 },
  });
  const parts = stdout.split("\0");
  return texts.map(() => {
    const values = parts.splice(0, parts.indexOf("end") + 1).slice(0, -1);
    if (values.length !== 3) return undefined;
    const named = ["A", "K", "Z"].map((name, index) => [name, values[index] ?? ""] as const);
    return Object.fromEntries(named.filter(([, value]) => value !== "<unset>"));
  });
}

/** The same numbers in every run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Cases of one variable between two plain ones, so that a reader that loses its place is seen. */
function corpus(count: number): string[] {
  const next = numbers(20_260_101);
  const one = <T>(...choices: T[]): T => choices[next(choices.length)] as T;
  const rarely = <T>(usual: T, ...others: T[]): T => (next(8) === 0 ? one(...others) : usual);
  const pieces = [
    "a",
    "b1",
    "x.y",
    "https://h/p?q=1",
    "=",
    "two words",
    "\\n",
    "\\",
    "$",
    "$HOME",
    "$(id)",
    "#",
    " # n",
  ];
  const odd = ["'", '"', "`", "é", "😀", ";", "&", "~", "*", "(a)", ">", "\t", "!", "{}", ",", "-----", "\u00a0", "\f"];
  const some = (...from: string[]) => Array.from({ length: next(4) }, () => one(...from)).join("");
  const plain = () => some(...pieces, ...(next(3) === 0 ? odd : []));
  const quoted = (mark: string) =>
    mark + some(...pieces, ...odd, "\n", "\\n", '\\"', "\\\\").replaceAll(mark, "") + mark;
  const value = () =>
    one(
      plain,
      plain,
      () => quoted("'"),
      () => quoted('"'),
      () => quoted("`"),
      () => rarely(quoted('"'), '"open', "'open"),
    )();
  return Array.from({ length: count }, () => {
    const lead = rarely("", "export ", "  ", "export\t ", "\f");
    const name = rarely("K", "P-Q", "N.O", "1K", "É", "TWO WORDS", "k_2", "");
    const sign = rarely("=", " = ", "= ", " =", ":", ": ", "");
    const tail = rarely("", " # note", "#x", " ", "b", " 'c'", "\r", "\t# it's");
    return `${lead}${name}${sign}${value()}${tail}`;
  });
}

const after = (text: string) => text.slice(text.indexOf("=") + 1);
const outside = (text: string) => after(text).replace(/'[^']*'|"(?:[^"\\]|\\[\s\S])*"|`[^`]*`/g, "");
const nameOf = (text: string) =>
  text
    .slice(0, Math.max(0, text.indexOf("=")))
    .replace(/^\s*(?:export\s+)?/, "")
    .trim();
const hasOddName = (text: string) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(nameOf(text));
const isQuoted = (text: string) => /^[ \t]*['"`]/.test(after(text));
const isRefusedFor = (words: RegExp) => (text: string) =>
  parseDotenv(text).problems.some(({ message }) => words.test(message));
const afterQuote = isRefusedFor(/text after the closing quote/);
const unterminated = isRefusedFor(/never closed/);

/** When each difference of the table can show; nothing else may differ. */
const differences: Record<Reader, Record<string, (text: string) => boolean>> = {
  dotenv: {
    name: hasOddName,
    colon: (text) => /^\s*(?:export\s+)?[\w.-]+:\s/.test(text),
    "text-after-quote": afterQuote,
    "unterminated-quote": unterminated,
    escape: (text) => isQuoted(text) && /\\["\\]/.test(text),
    "space-character": (text) => /[\u00a0\f]/.test(text),
  },
  node: {
    name: hasOddName,
    export: (text) => /^\s*export/.test(text),
    "empty-value": (text) => /=\s+(?:#.*)?$/.test(text),
    "text-after-quote": afterQuote,
    "unterminated-quote": unterminated,
    escape: (text) => isQuoted(text) && /\\["\\r]/.test(text),
    "space-character": (text) => /[\u00a0\f]/.test(text),
    "carriage-return": (text) => /\r/.test(text),
  },
  shell: {
    name: hasOddName,
    "space-character": (text) => /[\u00a0\f]/.test(text),
    "text-after-quote": afterQuote,
    "unterminated-quote": unterminated,
    escape: (text) => isQuoted(text) && /\\/.test(text),
    "carriage-return": (text) => /\r/.test(text),
    comment: (text) => /#/.test(outside(text)),
    expansion: (text) => /\$/.test(text),
    backslash: (text) => /\\/.test(outside(text)),
    backtick: (text) => /`/.test(text),
    space: (text) => /\s/.test(outside(text)) || /[ \t\f]=/.test(text),
    operator: (text) => /[;&|<>()]/.test(outside(text)),
    tilde: (text) => /^~/.test(after(text)),
    "inner-quote": (text) => !isQuoted(text) && /['"]/.test(after(text)),
  },
};

interface Row {
  id: string;
  reader: Reader;
  text: string;
  there: string;
  here: string;
}

const symbols: readonly (readonly [string, string])[] = [
  ["⏎", "\n"],
  ["␍", "\r"],
  ["⇥", "\t"],
  ["␠", "\u00a0"],
  ["␌", "\f"],
];
const plainText = (cell: string) => {
  const bare = cell.replace(/^(`+)\s*(.*?)\s*\1$/, "$2");
  return symbols.reduce((text, [symbol, char]) => text.replaceAll(symbol, char), bare);
};

/** The rows of the table in docs/dotenv.md. */
const rows: Row[] = readFileSync(path.resolve("docs/dotenv.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| [a-z-]+ \| (?:dotenv|node|shell) \|/.test(line))
  .map((line) => {
    const [id = "", reader = "", text = "", there = "", here = ""] = line
      .split(" | ")
      .map((cell) => cell.replace(/^\| /, ""));
    return { id, reader: reader as Reader, text: plainText(text), there: plainText(there), here: plainText(here) };
  });

describe("reading a .env file", () => {
  it("differs from dotenv, Node and a real shell only as docs/dotenv.md says, over 5,000 generated lines", () => {
    const cases = corpus(3_000);
    const texts = cases.map((text) => `A=1\n${text}\nZ=9`);
    expect(texts.join("\n").split("\n").length).toBeGreaterThan(5_000);
    const inShell = readInShell(texts);
    const seen = new Set<string>();
    const unexplained: string[] = [];
    for (const [index, text] of texts.entries()) {
      const line = cases[index] ?? "";
      const ours = berth(text) ?? {};
      const theirs = { dotenv: readers.dotenv(text), node: readers.node(text), shell: inShell[index] };
      for (const reader of ["dotenv", "node", "shell"] as const) {
        if (isDeepStrictEqual(reader === "shell" ? inShellOnly(ours) : ours, theirs[reader])) continue;
        const reasons = Object.entries(differences[reader]).filter(([, applies]) => applies(line));
        for (const [id] of reasons) seen.add(`${id} ${reader}`);
        if (reasons.length === 0) unexplained.push(`${reader} ${JSON.stringify([line, ours, theirs[reader]])}`);
      }
    }
    expect(unexplained.slice(0, 10)).toEqual([]);
    const known = rows.map(({ id, reader }) => `${id} ${reader}`).sort();
    expect([...seen].sort()).toEqual(known);
    const declared = Object.entries(differences).flatMap(([reader, ids]) =>
      Object.keys(ids).map((id) => `${id} ${reader}`),
    );
    expect(declared.sort()).toEqual(known);
  }, 120_000);

  it.each(rows)("differs as the table says: $id, $reader", ({ reader, text, there, here }) => {
    const reading = reader === "shell" ? readInShell([text])[0] : readers[reader](text);
    expect(spoken(berth(text))).toBe(here);
    expect(spoken(reading)).toBe(there);
  });
});

/** Only A, K and Z are looked at in a shell. */
function inShellOnly(reading: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(reading).filter(([name]) => ["A", "K", "Z"].includes(name)));
}

/** A reading in the words of the table. */
function spoken(reading: Reading): string {
  if (reading === undefined) return "fails";
  if (reading.K === "") return "empty";
  if (reading.K !== undefined) return reading.K;
  const [name] = Object.keys(reading);
  return name === undefined ? "not set" : `\`${name}\` is set`;
}
