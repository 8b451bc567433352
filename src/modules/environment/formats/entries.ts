import { VariableKey, VariableValue } from "../schema";

export interface Entry {
  key: string;
  value: string;
  /** Line of the name, from 1. */
  line: number;
}

/** What is wrong with a text, and where; an error stands for a value that was not read. */
export interface Problem {
  line: number;
  column: number;
  message: string;
  level: "error" | "warning";
}

export interface ParsedText {
  entries: Entry[];
  problems: Problem[];
}

export const maxTextLength = 1_048_576;
export const maxEntries = 1_000;

/** Collects what a reader finds; names and values are held to the same rules in every format. */
export class Findings implements ParsedText {
  readonly entries: Entry[] = [];
  readonly problems: Problem[] = [];
  readonly #seen = new Map<string, number>();

  error(line: number, column: number, message: string): void {
    this.problems.push({ line, column, message, level: "error" });
  }

  warn(line: number, column: number, message: string): void {
    this.problems.push({ line, column, message, level: "warning" });
  }

  add(key: string, value: string, line: number, column: number): void {
    const fault = this.isFull ? "" : faultOf(key, value);
    if (this.isFull || fault !== undefined) {
      if (fault) this.error(line, column, fault);
      return;
    }
    const first = this.#seen.get(key);
    if (first !== undefined) {
      this.warn(line, column, `${key} is set on line ${first} already; this later value counts.`);
    }
    this.#seen.set(key, line);
    this.entries.push({ key, value, line });
    if (this.isFull) this.error(line, column, `The text has over ${maxEntries} variables; the rest was not read.`);
  }

  get isFull(): boolean {
    return this.entries.length > maxEntries;
  }

  /** What was found, without the one variable too many. */
  done(): ParsedText {
    return { entries: this.entries.slice(0, maxEntries), problems: this.problems };
  }
}

function faultOf(key: string, value: string): string | undefined {
  const misnamed = nameFault(key);
  if (misnamed !== undefined) return misnamed;
  const checked = VariableValue.safeParse(value);
  return checked.success ? undefined : `${key}: ${firstMessage(checked.error)}`;
}

/** Why a text is no name. */
export function nameFault(name: string): string | undefined {
  const named = VariableKey.safeParse(name);
  return named.success ? undefined : `${shown(name)} is not a variable name. ${firstMessage(named.error)}`;
}

/** A pasted secret may stand where a name belongs, so at most its start is repeated. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 24 ? `${name.slice(0, 12)}...` : name);
}

export function firstMessage(error: { issues: { message: string }[] }): string {
  return error.issues[0]?.message ?? "It is not valid.";
}

/** Line and column, from 1, of an offset. */
export function positionOf(text: string, offset: number): [line: number, column: number] {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return [before.split("\n").length, offset - lineStart + 1];
}

/** The last value of each name, in an object without a prototype. */
export function valuesOf(entries: Iterable<{ key: string; value: string }>): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const { key, value } of entries) values[key] = value;
  return values;
}

/** A variable that a format cannot carry, and why. */
export interface Refusal {
  key: string;
  reason: string;
}
