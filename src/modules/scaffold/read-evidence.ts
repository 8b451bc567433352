import { readFile, stat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { catalogVersion } from "./catalog/versions";
import { digestOf } from "./digest";
import { Evidence, type ShownRow } from "./evidence";
import { generate } from "./pure";
import type { ScaffoldConfig } from "./schema";

let known: { file: string; writtenAt: number; rows: Promise<ShownRow[]> } | undefined;

/**
 * The rows of an evidence file that still hold: of this catalog, at least built, and of the very files that are
 * generated today. No file and one that cannot be read are no evidence. Worked out once for as long as the file stays.
 */
export async function readEvidence(file: string): Promise<ShownRow[]> {
  const writtenAt = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  if (writtenAt === undefined) return [];
  if (known?.file !== file || known.writtenAt !== writtenAt) known = { file, writtenAt, rows: rowsThatHold(file) };
  return known.rows;
}

async function rowsThatHold(file: string): Promise<ShownRow[]> {
  const evidence = await parse(file);
  if (evidence?.catalogVersion !== catalogVersion) return [];
  const rows: ShownRow[] = [];
  for (const { config, digest, level, date, notRun } of evidence.rows) {
    if (level < 3) continue;
    // A project takes some milliseconds: others get their turn between two of them.
    await setImmediate();
    if ((await digestToday(config)) === digest) rows.push({ config, level, date, notRun });
  }
  return rows;
}

/** Undefined for a configuration that today's rules or features no longer know how to make. */
async function digestToday(config: ScaffoldConfig): Promise<string | undefined> {
  try {
    return digestOf(await generate(config));
  } catch {
    return undefined;
  }
}

async function parse(file: string): Promise<Evidence | undefined> {
  try {
    return Evidence.safeParse(JSON.parse(await readFile(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}
