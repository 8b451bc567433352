import { RE2JS } from "re2js";
import type { VariableMetadata, VariableType } from "../schema";

type Expectation = Pick<VariableMetadata, "type" | "options" | "pattern">;

/** Why a value is not of its variable's type, options or pattern; never repeats the value. Empty text always may stand. */
export function findMistype(value: string, { type, options, pattern }: Expectation): string | undefined {
  if (value === "") return undefined;
  const mistype = type === "enum" ? notOneOf(value, options ?? []) : faults[type](value);
  if (mistype) return mistype;
  if (pattern === null || matchesPattern(pattern, value)) return undefined;
  return "the value does not match the variable's pattern.";
}

/** Why a pattern cannot be used. Linear time only, so no lookahead and no back-references. */
export function findPatternFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return `the pattern is not valid RE2 syntax (${error instanceof Error ? error.message : "unknown"}).`;
  }
}

function matchesPattern(pattern: string, value: string): boolean {
  return RE2JS.compile(pattern).matches(value);
}

const none = () => undefined;

const faults: Record<Exclude<VariableType, "enum">, (value: string) => string | undefined> = {
  string: none,
  secret: none,
  multiline: none,
  number: (value) => unless(/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value), "a number, such as 42 or 0.5"),
  boolean: (value) => unless(/^(true|false|1|0|yes|no|on|off)$/i.test(value), "true or false"),
  json: (value) => unless(isJson(value), "JSON"),
  url: (value) => unless(/^[a-z][a-z0-9+.-]*:\S+$/i.test(value) && URL.canParse(value), "a URL with its scheme"),
  email: (value) => unless(/^[^\s@<>]{1,64}@[^\s@<>.]+(\.[^\s@<>.]+)+$/.test(value), "an e-mail address"),
  port: (value) => unless(/^\d{1,5}$/.test(value) && +value >= 1 && +value <= 65_535, "a port from 1 to 65535"),
  duration: (value) => unless(/^(\d+(\.\d+)?(ms|s|m|h|d|w))+$/.test(value), "a duration, such as 30s, 5m or 1h30m"),
};

function unless(isRight: boolean, expected: string): string | undefined {
  return isRight ? undefined : `the value has to be ${expected}.`;
}

function notOneOf(value: string, options: readonly string[]): string | undefined {
  return unless(options.includes(value), `one of ${options.join(", ")}`);
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
