import { setImmediate } from "node:timers/promises";
import { type Finding, isBlocking, type Match, tellFindings } from "./finding";
import { matchPatterns } from "./patterns";
import { matchSecretlint } from "./secretlint";
import { piecesOf, readText, scannedBytes } from "./text";

export type { Finding } from "./finding";

export interface ScannedFile {
  path: string;
  content: string | Uint8Array;
}

export interface LeakReport {
  findings: Finding[];
  /** What was looked into in part or not at all although it is text, and why. */
  incomplete: { file: string; reason: string }[];
  files: number;
}

interface ScanOptions {
  signal?: AbortSignal | undefined;
  /** How long one file and all of them may take, in milliseconds. */
  fileMs?: number;
  totalMs?: number;
  clock?: () => number;
}

/** No more of each kind are told, and nothing is looked into past so many that stop a publication: one is enough for that. */
const maxFindings = 200;
const sliceMs = 20;

/**
 * Looks for secrets in files: secretlint first, then the rules of this folder. Gives way to other work every few milliseconds.
 * Nothing it answers holds a secret.
 */
export async function scanFiles(
  files: AsyncIterable<ScannedFile> | Iterable<ScannedFile>,
  { signal, fileMs = 5_000, totalMs = 20_000, clock = () => performance.now() }: ScanOptions = {},
): Promise<LeakReport> {
  const report: LeakReport = { findings: [], incomplete: [], files: 0 };
  const end = clock() + totalMs;
  const breathe = breather(clock, signal);
  let [blocking, warnings] = [0, 0];
  for await (const { path, content } of files) {
    report.files += 1;
    if (clock() > end) {
      report.incomplete.push({ file: path, reason: `the scan ended after ${totalMs / 1_000} seconds` });
      continue;
    }
    const read = readText(path, content);
    if (!read || blocking >= maxFindings) continue;
    if (read.isCut)
      report.incomplete.push({ file: path, reason: `only its first ${scannedBytes / 1024 ** 2} MiB were looked into` });
    const { matches, isWhole } = await scanText(path, read.text, { breathe, isOver: over(clock, fileMs, end) });
    if (!isWhole) report.incomplete.push({ file: path, reason: "it took too long, or there is too much in it" });
    for (const finding of tellFindings(path, read.text, matches)) {
      if (finding.isBlocking) blocking += 1;
      else warnings += 1;
      if ((finding.isBlocking ? blocking : warnings) <= maxFindings) report.findings.push(finding);
    }
  }
  return report;
}

interface Scanning {
  breathe: () => Promise<void>;
  isOver: () => boolean;
}

/** Matches of a text, ours first: where secretlint speaks of the same place, ours knows where to revoke it. */
async function scanText(path: string, text: string, { breathe, isOver }: Scanning) {
  const ours: Match[] = [];
  const theirs: Match[] = [];
  const found = { blocking: 0, warnings: 0 };
  const take = (match: Match) => {
    found[isBlocking(match) ? "blocking" : "warnings"] += 1;
    return isBlocking(match) || found.warnings <= 2 * maxFindings;
  };
  for (const piece of piecesOf(text)) {
    if (isOver() || found.blocking > 2 * maxFindings) return { matches: [...ours, ...theirs], isWhole: false };
    theirs.push(...(await matchSecretlint(path, piece)).filter(take));
    await breathe();
    ours.push(...(await matchPatterns(piece, breathe)).filter(take));
    await breathe();
  }
  return { matches: [...ours, ...theirs], isWhole: true };
}

function over(clock: () => number, fileMs: number, end: number): () => boolean {
  const limit = Math.min(clock() + fileMs, end);
  return () => clock() > limit;
}

function breather(clock: () => number, signal: AbortSignal | undefined): () => Promise<void> {
  let last = clock();
  return async () => {
    if (clock() - last < sliceMs) return;
    await setImmediate();
    signal?.throwIfAborted();
    last = clock();
  };
}

/** A finding in one line, without its remedy. */
export function tellFinding({ file, line, column, name, excerpt }: Finding): string {
  return `${file}:${line}:${column} (${name}, ${excerpt})`;
}
