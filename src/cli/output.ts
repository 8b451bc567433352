import { stripVTControlCharacters, styleText } from "node:util";
import { asPasted } from "./name";

type Style = Parameters<typeof styleText>[0];

const state = { isJson: false };

/** True when the result on standard output is JSON (`--json`). */
export function isJson(): boolean {
  return state.isJson;
}

export function answerInJson(): void {
  state.isJson = true;
}

/** Text for people in colour, when standard error is a terminal and NO_COLOR is not set. */
export function paint(style: Style, text: string): string {
  return process.stderr.isTTY && process.stderr.hasColors() ? styleText(style, text, { validateStream: false }) : text;
}

/** Progress and prose: never on standard output. */
export function writeNote(text: string): void {
  process.stderr.write(`${asPasted(text)}\n`);
}

export function writeError(text: string): void {
  writeNote(`${paint("red", "error:")} ${text}`);
}

/** One JSON document or one line of a JSON stream. */
export function writeResult(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** The result of a command: JSON with `--json`, else the text. */
export function writeOutput(value: unknown, text: string): void {
  if (state.isJson) writeResult(value);
  else if (text !== "") process.stdout.write(`${text}\n`);
}

/** A list as JSON or as aligned columns; an empty one says on standard error what it would hold. */
export function writeTable(
  value: unknown,
  headings: readonly string[],
  rows: readonly string[][],
  empty: string,
): void {
  if (state.isJson) writeResult(value);
  else if (rows.length === 0) writeNote(empty);
  else process.stdout.write(`${columns([[...headings], ...rows])}\n`);
}

/** Rows with their cells aligned by width. */
export function columns(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

/** A line that a build wrote: its colours only where colours are wanted. */
export function foreignLine(text: string, target: NodeJS.WriteStream): string {
  return target.isTTY && target.hasColors() ? text : stripVTControlCharacters(text);
}

/** "3 min ago", "2 d ago". */
export function ago(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** "0.4 s", "12 s", "3 min 5 s". */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
