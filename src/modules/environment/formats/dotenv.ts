import { VariableValue } from "../schema";
import { firstMessage, maxEntries, maxTextLength, nameFault, type Problem, shown } from "./entries";

export type DotenvQuote = "none" | "single" | "double" | "backtick";

export interface DotenvEntry {
  key: string;
  value: string;
  /** Line of the name, from 1. */
  line: number;
  quote: DotenvQuote;
}

export type DotenvProblem = Problem;

export interface ParsedDotenv {
  entries: DotenvEntry[];
  problems: DotenvProblem[];
}

const quotes: Readonly<Record<string, DotenvQuote>> = { "'": "single", '"': "double", "`": "backtick" };
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", '"': '"', "\\": "\\" };

/**
 * Reads a `.env` file without expanding or running anything: `$` stays `$`. In double quotes `\n`, `\r`, `\"` and `\\`
 * are escapes. Of a name set twice the last entry counts; both are listed and the second is reported.
 */
export function parseDotenv(text: string): ParsedDotenv {
  if (text.length > maxTextLength) {
    return { entries: [], problems: [problem(1, 1, "The file is over 1 MiB; a .env file holds a few kilobytes.")] };
  }
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .split("\n");
  const result: ParsedDotenv = { entries: [], problems: [] };
  const seen = new Map<string, number>();
  let index = 0;
  while (index < lines.length) {
    const read = readLine(lines, index);
    result.problems.push(...read.problems);
    if (read.entry) {
      if (result.entries.length >= maxEntries) {
        result.problems.push(
          problem(index + 1, 1, `The file has over ${maxEntries} variables; the rest was not read.`),
        );
        return result;
      }
      reportDuplicate(read.entry, seen, result.problems);
      result.entries.push(read.entry);
    }
    index = read.next;
  }
  return result;
}

/** Writes entries so that parseDotenv, and wherever the format allows it dotenv and Node, read the same values back. */
export function formatDotenv(entries: Iterable<{ key: string; value: string }>): string {
  return Array.from(entries, ({ key, value }) => `${key}=${quote(value)}\n`).join("");
}

interface LineRead {
  next: number;
  entry?: DotenvEntry;
  problems: DotenvProblem[];
}

function readLine(lines: readonly string[], index: number): LineRead {
  const text = lines[index] ?? "";
  const line = index + 1;
  const start = skipSpace(text, 0);
  const skip = (...problems: DotenvProblem[]): LineRead => ({ next: index + 1, problems });
  if (start === text.length || text[start] === "#") return skip();
  const afterExport = /^export[ \t]+/.exec(text.slice(start))?.[0].length ?? 0;
  const nameStart = start + afterExport;
  const equals = text.indexOf("=", nameStart);
  if (equals === -1) return skip(problem(line, start + 1, withoutEquals(text.slice(nameStart), afterExport > 0)));

  const key = trimSpace(text.slice(nameStart, equals));
  const misnamed = nameFault(key);
  if (misnamed !== undefined) return skip(problem(line, nameStart + 1, misnamed));
  const valueStart = skipSpace(text, equals + 1);
  const kind = quotes[text[valueStart] ?? ""];
  const read = kind ? readQuoted(lines, index, valueStart, key, kind) : readPlain(text, index, equals + 1, key);
  if (!read.entry) return read;
  const checked = VariableValue.safeParse(read.entry.value);
  if (checked.success) return read;
  return {
    next: read.next,
    problems: [...read.problems, problem(line, valueStart + 1, `${key}: ${firstMessage(checked.error)}`)],
  };
}

function readPlain(text: string, index: number, from: number, key: string): LineRead {
  const hash = text.indexOf("#", from);
  const value = trimSpace(text.slice(from, hash === -1 ? undefined : hash));
  const isCut = hash > from && !isSpace(text[hash - 1]);
  const warning: DotenvProblem = {
    line: index + 1,
    column: hash + 1,
    level: "warning",
    message: `The value of ${key} was cut at #, where a comment starts. Put the value in quotes to keep the rest.`,
  };
  return {
    next: index + 1,
    entry: { key, value, line: index + 1, quote: "none" },
    problems: isCut ? [warning] : [],
  };
}

function readQuoted(lines: readonly string[], index: number, from: number, key: string, kind: DotenvQuote): LineRead {
  const mark = lines[index]?.[from] ?? "";
  const closed = findClosingQuote(lines, index, from + 1, mark);
  const unterminated: LineRead = {
    next: index + 1,
    problems: [problem(index + 1, from + 1, `The quote that opens the value of ${key} is never closed.`)],
  };
  if (!closed) return unterminated;
  const rest = (lines[closed.index] ?? "").slice(closed.column + 1);
  if (!/^[ \t]*(?:#|$)/.test(rest)) {
    if (closed.index > index) return unterminated;
    const message = `There is text after the closing quote of ${key}. Quote the whole value, or escape the inner quote as \\".`;
    return { next: index + 1, problems: [problem(index + 1, closed.column + 2, message)] };
  }
  const entry: DotenvEntry = { key, value: closed.value, line: index + 1, quote: kind };
  const swallowed = lines
    .slice(index + 1, closed.index)
    .find((line) => /^(?:export[ \t]+)?[A-Z_][A-Z0-9_]*=/.test(line));
  if (swallowed === undefined) return { next: closed.index + 1, entry, problems: [] };
  const name = swallowed.slice(0, swallowed.indexOf("="));
  const message = `The value of ${key} runs to line ${closed.index + 1} and holds what looks like another variable, ${name}.`;
  return {
    next: closed.index + 1,
    entry,
    problems: [{ ...problem(index + 1, from + 1, message), level: "warning" }],
  };
}

function findClosingQuote(lines: readonly string[], start: number, from: number, mark: string) {
  const pieces: string[] = [];
  for (let index = start; index < lines.length; index += 1) {
    const text = lines[index] ?? "";
    let piece = "";
    for (let column = index === start ? from : 0; column < text.length; column += 1) {
      const char = text[column] ?? "";
      if (char === mark) return { index, column, value: [...pieces, piece].join("\n") };
      const escaped = mark === '"' && char === "\\" ? escapes[text[column + 1] ?? ""] : undefined;
      piece += escaped ?? char;
      if (escaped !== undefined) column += 1;
    }
    pieces.push(piece);
  }
  return undefined;
}

function quote(value: string): string {
  if (/^[A-Za-z0-9_./:@%+,=?&~*^!-]*$/.test(value)) return value;
  const hasReturn = value.includes("\r");
  if (!hasReturn && !value.includes("'")) return `'${value}'`;
  if (!/["\\\r]/.test(value)) return `"${value}"`;
  if (!hasReturn && !value.includes("`")) return `\`${value}\``;
  const escaped = value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `"${escaped}"`;
}

function reportDuplicate(entry: DotenvEntry, seen: Map<string, number>, problems: DotenvProblem[]): void {
  const first = seen.get(entry.key);
  if (first !== undefined) {
    const message = `${entry.key} is set on line ${first} already; this later value counts.`;
    problems.push({ line: entry.line, column: 1, message, level: "warning" });
  }
  seen.set(entry.key, entry.line);
}

function withoutEquals(name: string, isExport: boolean): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*:/.test(name)) return "Write NAME=value; a colon does not set a variable.";
  if (isExport) return `export ${shown(name)} sets no value. Write NAME=value.`;
  return "This line sets no variable. Write NAME=value, or start a comment with #.";
}

function problem(line: number, column: number, message: string): DotenvProblem {
  return { line, column, message, level: "error" };
}

function isSpace(char: string | undefined): boolean {
  return char === " " || char === "\t" || char === "\v" || char === "\f";
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text[at])) at += 1;
  return at;
}

function trimSpace(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end -= 1;
  return text.slice(skipSpace(text, 0), end);
}
