import type { AuditEntry, AuditExport } from "./schema";

const columns = [
  "chainSeq",
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "action",
  "targetKind",
  "targetId",
  "targetName",
  "details",
  "requestId",
  "ip",
  "userAgent",
  "hash",
] as const satisfies readonly (keyof AuditEntry)[];

/** The first line of an export; JSON lines have none. */
export function exportHeader(format: AuditExport): string {
  return format === "csv" ? `${columns.join(",")}\r\n` : "";
}

/** Entries as lines of CSV (RFC 4180) or JSON. */
export function exportLines(entries: readonly AuditEntry[], format: AuditExport): string {
  if (format === "jsonl") return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  return entries.map((entry) => `${columns.map((column) => cell(entry[column])).join(",")}\r\n`).join("");
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  // A spreadsheet runs what begins like a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
