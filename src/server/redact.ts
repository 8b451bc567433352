import { processGlobal } from "./process/globals";

const mark = "[redacted]";
const shortest = 6;

/** Replaces every value, also in its base64, URL-encoded and JSON-escaped forms; values shorter than 6 characters are ignored. */
export function createRedactor(values: Iterable<string>): (text: string) => string {
  const forms = new Set<string>();
  for (const value of values) for (const form of formsOf(value)) forms.add(form);
  if (forms.size === 0) return (text) => text;
  // Longest first, so that a secret containing another one is replaced as a whole.
  const alternatives = [...forms].sort((a, b) => b.length - a.length).map(escapeRegExp);
  const pattern = new RegExp(alternatives.join("|"), "g");
  return (text) => text.replace(pattern, mark);
}

/** Redacts every string inside a JSON value, keys excepted. */
export function redactJson<T>(value: T, redact: (text: string) => string): T {
  if (typeof value === "string") return redact(value) as T;
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactJson(item, redact)])) as T;
}

const known = processGlobal("secrets", () => ({ values: new Set<string>(), redact: (text: string) => text }));

/** Makes the logger and every later redaction of this process hide the value. */
export function rememberSecret(value: string): void {
  if (value.length < shortest || known.values.has(value)) return;
  known.values.add(value);
  known.redact = createRedactor(known.values);
}

/** Hides every remembered secret in a text. */
export function redactKnown(text: string): string {
  return known.redact(text);
}

function formsOf(value: string): string[] {
  if (value.length < shortest) return [];
  const forms = [value, JSON.stringify(value).slice(1, -1), ...urlForms(value), ...base64Forms(value)];
  // A log shows a multi-line secret (a private key) line by line.
  if (value.includes("\n")) forms.push(...value.split(/\r?\n/).filter((line) => line.trim().length >= 16));
  return forms.filter((form) => form.length >= shortest);
}

function urlForms(value: string): string[] {
  const encoded = encodeURIComponent(value.toWellFormed());
  const strict = encoded.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return [encoded, strict, encoded.replaceAll("%20", "+"), strict.replaceAll("%20", "+"), strict.toLowerCase()];
}

/** Base64 of the value at each of the three alignments it can have inside a longer encoded text. */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  const forms = [bytes.toString("base64"), bytes.toString("base64url")];
  for (const offset of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor((padded.length * 8) / 6);
    if (to - from < 8) continue;
    forms.push(padded.toString("base64").slice(from, to), padded.toString("base64url").slice(from, to));
  }
  return forms;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
