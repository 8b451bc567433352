import { createHash } from "node:crypto";
import type { SecretRule } from "./rule";

/** One secret in one file. It holds nothing of the secret beyond the ends that `excerpt` shows. */
export interface Finding {
  rule: string;
  /** What it is, as a person would say it. */
  name: string;
  file: string;
  /** From 1, both. */
  line: number;
  column: number;
  excerpt: string;
  remedy: string;
  /** By which an owner can allow it; the same as long as it stays in its file. */
  fingerprint: string;
  /** False for what deserves a look and stops nothing. */
  isBlocking: boolean;
}

/** Where a rule matched, in characters of the whole text. */
export interface Match {
  rule: Pick<SecretRule, "id" | "name" | "revoke" | "isBlocking">;
  start: number;
  end: number;
}

/** The first four and last two characters of a long secret, fewer of a short one. */
function maskSecret(secret: string): string {
  const first = secret.length >= 24 ? 4 : secret.length >= 16 ? 2 : 0;
  const last = secret.length >= 32 ? 2 : 0;
  return `${secret.slice(0, first)}********${last === 0 ? "" : secret.slice(-last)}`.replace(/\s/g, " ");
}

/** Whether a match stops a publication. */
export function isBlocking({ rule }: Match): boolean {
  return rule.isBlocking ?? true;
}

/** Tells matches of one file; several rules on one place are told once, by the first of them that stops a publication. */
export function tellFindings(file: string, text: string, matches: readonly Match[]): Finding[] {
  const told: Match[] = [];
  for (const match of [...matches.filter(isBlocking), ...matches.filter((each) => !isBlocking(each))]) {
    if (!told.some(({ start, end }) => match.start < end && start < match.end)) told.push(match);
  }
  const seen = new Map<string, number>();
  return told
    .sort((one, other) => one.start - other.start)
    .map((match) => {
      const { rule, start, end } = match;
      const excerpt = maskSecret(text.slice(start, end));
      const place = `${rule.id}\0${file}\0${excerpt}\0${end - start}`;
      const before = seen.get(place) ?? 0;
      seen.set(place, before + 1);
      return {
        rule: rule.id,
        name: rule.name,
        file,
        ...placeOf(text, start),
        excerpt,
        remedy: `Take it out of the file and set it as a variable of the environment. It counts as known to others: revoke it at ${rule.revoke}.`,
        fingerprint: createHash("sha256").update(`${place}\0${before}`).digest("hex").slice(0, 16),
        isBlocking: isBlocking(match),
      };
    });
}

function placeOf(text: string, index: number): { line: number; column: number } {
  let [line, start] = [1, 0];
  for (let at = text.indexOf("\n"); at !== -1 && at < index; at = text.indexOf("\n", at + 1)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: index - start + 1 };
}
