import { Findings, type ParsedText, type Refusal } from "./entries";

/** Docker reads a line of this many bytes at most. */
const maxLineBytes = 65_535;

/** Reads a file for `docker run --env-file`: no quotes, no escapes, everything after the first `=` is the value. */
export function readDocker(text: string): ParsedText {
  const findings = new Findings();
  for (const [index, raw] of text.split("\n").entries()) {
    if (findings.isFull) break;
    const line = raw.replace(/\r$/, "");
    const start = line.search(/\S/);
    if (start === -1 || line[start] === "#") continue;
    const equals = line.indexOf("=");
    if (equals === -1) {
      findings.error(index + 1, start + 1, "Docker takes this value from its own environment. Write NAME=value.");
      continue;
    }
    const value = line.slice(equals + 1);
    if (/^(["'`]).*\1$/.test(value)) {
      findings.warn(index + 1, equals + 2, "Docker keeps the quotes as part of the value, and so it was read.");
    }
    findings.add(line.slice(start, equals), value, index + 1, start + 1);
  }
  return findings.done();
}

export function writeDocker(entries: readonly { key: string; value: string }[]): string {
  return entries.map(({ key, value }) => `${key}=${value}\n`).join("");
}

/** Why a value cannot stand in an env-file. */
export function refuseDocker({ key, value }: { key: string; value: string }): Refusal | undefined {
  if (/[\r\n]/.test(value)) {
    const reason = "An env-file of Docker has one line a variable and no escapes, so it cannot hold a line break.";
    return { key, reason: `${reason} Use the shell format, or encode the value as base64.` };
  }
  const bytes = new TextEncoder().encode(`${key}=${value}`).length;
  if (bytes <= maxLineBytes) return undefined;
  return { key, reason: `Docker reads lines of ${maxLineBytes} bytes at most; this one has ${bytes}.` };
}
