import type { z } from "zod";
import { AppError } from "@/server/errors";
import { checkRules, fillImplied } from "./rules";
import { type RuleViolation, ScaffoldConfig } from "./schema";

const maxConfigBytes = 64 * 1024;
const hostileKeys = new Set(["__proto__", "constructor", "prototype"]);

/** Checks an untrusted configuration and fills its defaults. Throws AppError VALIDATION that names the field. */
export function parseConfig(input: unknown): ScaffoldConfig {
  refuseHostile(input);
  const parsed = ScaffoldConfig.safeParse(input);
  if (!parsed.success)
    throw invalid(parsed.error.issues.map((issue) => ({ field: fieldOf(issue), message: explain(issue, input) })));
  refuseDuplicates(parsed.data);
  const config = fillImplied(parsed.data, statedFields(input));
  const violations = checkRules(config);
  if (violations.length > 0) throw forbidden(violations);
  return config;
}

/** Like parseConfig, from JSON text of at most 64 KB. */
export function parseConfigJson(text: string): ScaffoldConfig {
  if (new TextEncoder().encode(text).length > maxConfigBytes) throw tooLarge();
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "unreadable";
    throw new AppError(
      "VALIDATION",
      `config: malformed JSON (${reason}). Give one JSON object such as {"name":"my-shop"}.`,
      {
        cause,
        details: { issues: [{ field: "config", message: "malformed JSON" }] },
      },
    );
  }
  return parseConfig(input);
}

/** The configuration as base64url JSON, for `/api/scaffold.zip?config=`. */
export function encodeConfig(config: ScaffoldConfig): string {
  const bytes = new TextEncoder().encode(JSON.stringify(config));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads what encodeConfig wrote. Throws AppError VALIDATION for anything else. */
export function decodeConfig(encoded: string): ScaffoldConfig {
  if (encoded.length > maxConfigBytes * 2) throw tooLarge();
  let text: string;
  try {
    const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    text = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  } catch (cause) {
    throw new AppError("VALIDATION", "config: not base64url. Encode the JSON of the configuration as base64url.", {
      cause,
    });
  }
  return parseConfigJson(text);
}

interface FieldIssue {
  field: string;
  message: string;
}

function refuseHostile(input: unknown): void {
  if (!isRecord(input)) throw invalid([{ field: "config", message: `expected an object, got ${describe(input)}` }]);
  for (const key of Object.getOwnPropertyNames(input)) {
    if (hostileKeys.has(key)) throw invalid([{ field: key, message: "this key is not allowed" }]);
  }
  const prototype: unknown = Object.getPrototypeOf(input);
  if (prototype !== Object.prototype && prototype !== null) {
    throw invalid([{ field: "config", message: "expected a plain object" }]);
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(input);
  } catch {
    throw invalid([{ field: "config", message: "expected plain JSON values" }]);
  }
  if (text !== undefined && new TextEncoder().encode(text).length > maxConfigBytes) throw tooLarge();
  for (const [field, value] of Object.entries(input)) {
    const texts = Array.isArray(value) ? value : [value];
    if (texts.some((item) => typeof item === "string" && item.includes("\0"))) {
      throw invalid([{ field, message: "contains a NUL byte" }]);
    }
  }
}

function refuseDuplicates(config: ScaffoldConfig): void {
  for (const field of ["authProviders", "extras"] as const) {
    const values: readonly string[] = config[field];
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) throw invalid([{ field, message: `${twice} is listed twice; name it once` }]);
  }
}

/** An empty list states nothing: a rule may fill it. */
function statedFields(input: unknown): Set<string> {
  const entries = isRecord(input) ? Object.entries(input) : [];
  return new Set(
    entries
      .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
      .map(([key]) => key),
  );
}

function fieldOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return shorten(issue.keys[0] ?? "config");
  return issue.path.length === 0 ? "config" : String(issue.path[0]);
}

function explain(issue: z.core.$ZodIssue, input: unknown): string {
  if (issue.code === "unrecognized_keys") {
    return `unknown option; the options are ${Object.keys(ScaffoldConfig.shape).join(", ")}`;
  }
  const value = issue.path.reduce<unknown>((at, key) => (isRecord(at) ? at[String(key)] : undefined), input);
  if (issue.code === "invalid_value") {
    const known =
      issue.values.length === 0 ? "there is none to choose yet" : `choose one of ${issue.values.join(", ")}`;
    return `${describe(value)} is not available; ${known}`;
  }
  if (issue.code === "invalid_type") return `expected ${issue.expected}, got ${describe(value)}`;
  return issue.message;
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(shorten(value));
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : String(value);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function invalid(issues: FieldIssue[]): AppError {
  const sentences = issues.map(({ field, message }) => `${field}: ${message.replace(/\.$/, "")}.`);
  return new AppError("VALIDATION", sentences.join(" "), { details: { issues } });
}

function tooLarge(): AppError {
  return invalid([{ field: "config", message: "is over 64 KB; a configuration is a small JSON object" }]);
}

function forbidden(violations: RuleViolation[]): AppError {
  const sentences = violations.map(({ id, field, reason, fix }) => `${field}: ${reason} ${fix.label}. (rule ${id})`);
  return new AppError("VALIDATION", sentences.join(" "), { details: { violations } });
}
