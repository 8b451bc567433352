import { Findings, type ParsedText, positionOf } from "./entries";

const assignment = /([^\s=#;|&<>()'"`\\$]+)=/y;
const keyword = /(?:export|declare[ \t]+-x|typeset[ \t]+-x)(?=[ \t])/y;
const ansi: Readonly<Record<string, string>> = {
  ...{ n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", e: "\x1b", E: "\x1b", f: "\f", v: "\v" },
  ...{ "\\": "\\", "'": "'", '"': '"', "?": "?" },
};

/** A position in a text that is read once, from the left. */
interface Cursor {
  text: string;
  at: number;
}

class Unreadable extends Error {}

/** Reads assignments as a shell would, `export K='...'`, but runs nothing: what a shell would expand is refused. */
export function readShell(input: string): ParsedText {
  const cursor: Cursor = { text: input, at: 0 };
  const findings = new Findings();
  while (cursor.at < cursor.text.length && !findings.isFull) {
    skip(cursor, /[\s;]*/y);
    if (cursor.at >= cursor.text.length) break;
    try {
      readStatement(cursor, findings);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      findings.error(...positionOf(cursor.text, cursor.at), error.message);
      skip(cursor, /[^\n]*/y);
    }
  }
  return findings.done();
}

/** Single quotes hold everything but themselves, so every shell reads the same value. */
export function writeShell(entries: readonly { key: string; value: string }[]): string {
  return entries.map(({ key, value }) => `export ${key}='${value.replaceAll("'", "'\\''")}'\n`).join("");
}

function readStatement(cursor: Cursor, findings: Findings): void {
  if (skip(cursor, /#[^\n]*/y) || skip(cursor, /set [+-](?:a|o allexport)(?=\s|$)/y)) return;
  const isExport = skip(cursor, keyword) !== "";
  skip(cursor, /[ \t\r]+/y);
  let count = 0;
  while (cursor.at < cursor.text.length && !/[\n;#]/.test(cursor.text[cursor.at] ?? "")) {
    const start = cursor.at;
    const name = skip(cursor, assignment).slice(0, -1);
    if (name === "") throw new Unreadable(noAssignment(isExport, count));
    const value = readWord(cursor);
    findings.add(name, value, ...positionOf(cursor.text, start));
    count += 1;
    skip(cursor, /[ \t\r]+/y);
  }
}

function readWord(cursor: Cursor): string {
  let value = "";
  for (;;) {
    const plain = skip(cursor, /[^\s'"\\$`;|&<>()]+/y);
    value += plain;
    const char = cursor.text[cursor.at];
    if (char === undefined || /[\s;]/.test(char)) return value;
    if (char === "'") value += readSingle(cursor);
    else if (char === '"') value += readDouble(cursor);
    else if (char === "$" && cursor.text[cursor.at + 1] === "'") value += readAnsi(cursor);
    else if (char === "\\") value += readEscape(cursor);
    else if (char === "$" || char === "`") throw new Unreadable(expands);
    else throw new Unreadable(`${char} does something in a shell. Put the value in single quotes.`);
  }
}

const expands = "A shell would expand this, and nothing is run or expanded here. Put the value in single quotes.";
const unclosed = "The quote is never closed.";

function readSingle(cursor: Cursor): string {
  const quoted = skip(cursor, /'[^']*'/y);
  if (quoted === "") throw new Unreadable(unclosed);
  return quoted.slice(1, -1);
}

function readDouble(cursor: Cursor): string {
  const quoted = skip(cursor, /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y);
  if (quoted === "") throw new Unreadable(unclosed);
  const inside = quoted.slice(1, -1);
  const unescaped = inside.replace(/\\[\s\S]/g, "");
  if (/\$[A-Za-z0-9_{(@*#?!$-]|`/.test(unescaped)) throw new Unreadable(expands);
  return inside.replace(/\\([$`"\\\n])/g, (_, char: string) => (char === "\n" ? "" : char));
}

function readEscape(cursor: Cursor): string {
  const pair = skip(cursor, /\\[\s\S]/y);
  if (pair === "") throw new Unreadable("A backslash ends the text.");
  return pair === "\\\n" ? "" : pair.slice(1);
}

function readAnsi(cursor: Cursor): string {
  const quoted = skip(cursor, /\$'[^'\\]*(?:\\[\s\S][^'\\]*)*'/y);
  if (quoted === "") throw new Unreadable(unclosed);
  const escapes = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|([\s\S]))/g;
  return quoted.slice(2, -1).replace(escapes, (all, byte, short, long, octal, char) => {
    if (char !== undefined) return ansi[char] ?? all;
    const code = octal === undefined ? Number.parseInt(byte ?? short ?? long, 16) : Number.parseInt(octal, 8);
    // A byte over 127 is part of a character in the shell; alone it is none.
    if ((byte !== undefined || octal !== undefined) && code > 127) throw new Unreadable("Write the character itself.");
    if (code > 0x10ffff) throw new Unreadable("There is no such character.");
    return String.fromCodePoint(code);
  });
}

function noAssignment(isExport: boolean, count: number): string {
  if (count > 0) return "What follows would be run as a command. Put the value in single quotes.";
  return isExport
    ? "export sets no value here. Write export NAME='value'."
    : "This is no assignment, and nothing is run.";
}

function skip(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? "";
  cursor.at += found.length;
  return found;
}
