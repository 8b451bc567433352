import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import { userNames } from "@/modules/identity";
import { getProject } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { envSnapshot, envVariable } from "../tables";
import { ownVersions } from "./append";
import { type HistoryEntry, type HistoryPage, ListHistory } from "./schema";
import { type Config, findConfig } from "./store";

/** The largest number a snapshot can have. */
const maxSeq = 2_147_483_647;

type Row = typeof envSnapshot.$inferSelect;
type Versions = Record<string, number>;
type Names = ReadonlyMap<string, string>;

/** Who saved what, newest first: of a whole environment, or of one variable. */
export async function listHistory(ctx: Ctx, input: z.input<typeof ListHistory>): Promise<HistoryPage> {
  requirePermission(ctx, "environment:read");
  const { key, before, limit, ...ref } = ListHistory.parse(input);
  await getProject(ctx, { id: ref.projectId });
  const config = await findConfig(ctx, ref);
  if (!config) return { entries: [], next: null };
  const page = { before: before ?? maxSeq, limit };
  const rows = key === undefined ? await readSaves(ctx, config, page) : await readSavesOf(ctx, config, key, page);
  const shown = rows.slice(0, limit);
  const changes = shown.map((row) => diffVersions(row.previous, ownVersions(row.versions)));
  const keys = await keysById(
    ctx,
    changes.flatMap((change) => Object.values(change).flat()),
  );
  const authors = await userNames(ctx);
  const entries = shown.map((row, index) => toEntry(row, changes[index] ?? diffVersions({}, {}), { keys, authors }));
  return { entries, next: rows.length > limit ? (entries.at(-1)?.seq ?? null) : null };
}

interface Save extends Row {
  previous: Versions;
}

interface Page {
  before: number;
  limit: number;
}

/** One more than the page holds, so that it is known whether there are more. */
async function readSaves(ctx: Ctx, config: Config, { before, limit }: Page): Promise<Save[]> {
  const rows = await ctx.db
    .select()
    .from(envSnapshot)
    .where(and(eq(envSnapshot.configId, config.id), lt(envSnapshot.seq, before)))
    .orderBy(desc(envSnapshot.seq))
    .limit(limit + 1);
  return rows.map((row, index) => {
    // The save before the last row read is not needed: that row is beyond the page, or the first save of all.
    return { ...row, previous: ownVersions(rows[index + 1]?.versions) };
  });
}

/** The saves after which another version of the variable was in force than before. */
async function readSavesOf(ctx: Ctx, config: Config, key: string, { before, limit }: Page): Promise<Save[]> {
  const [variable] = await ctx.db
    .select({ id: envVariable.id })
    .from(envVariable)
    .where(and(eq(envVariable.configId, config.id), eq(envVariable.key, key)));
  if (!variable) return [];
  const version = sql<number | null>`(${envSnapshot.versions} ->> ${variable.id})::int`;
  const steps = ctx.db
    .select({
      id: envSnapshot.id,
      seq: envSnapshot.seq,
      version: version.as("version"),
      previous: sql<number | null>`lag(${version}) over (order by ${envSnapshot.seq})`.as("previous"),
    })
    .from(envSnapshot)
    .where(eq(envSnapshot.configId, config.id))
    .as("steps");
  const found = await ctx.db
    .select()
    .from(steps)
    .where(and(lt(steps.seq, before), sql`${steps.version} is distinct from ${steps.previous}`))
    .orderBy(desc(steps.seq))
    .limit(limit + 1);
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const rows = new Map(
    (await ctx.db.select().from(envSnapshot).where(inArray(envSnapshot.id, ids))).map((row) => [row.id, row]),
  );
  const only = (held: number | null): Versions => (held === null ? {} : { [variable.id]: held });
  return found.flatMap((step) => {
    const row = rows.get(step.id);
    return row ? [{ ...row, versions: only(step.version), previous: only(step.previous) }] : [];
  });
}

/** Ids of variables by what happened to them. */
function diffVersions(before: Versions, after: Versions) {
  const [earlier, later] = [Object.keys(before), Object.keys(after)];
  return {
    added: later.filter((id) => before[id] === undefined),
    changed: later.filter((id) => before[id] !== undefined && before[id] !== after[id]),
    removed: earlier.filter((id) => after[id] === undefined),
  };
}

async function keysById(ctx: Ctx, ids: readonly string[]): Promise<Names> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: envVariable.id, key: envVariable.key })
    .from(envVariable)
    .where(sql`${envVariable.id} in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`);
  return new Map(rows.map(({ id, key }) => [id, key]));
}

function toEntry(
  row: Save,
  change: ReturnType<typeof diffVersions>,
  { keys, authors }: { keys: Names; authors: Names },
): HistoryEntry {
  const named = (ids: readonly string[]) => ids.flatMap((id) => keys.get(id) ?? []).sort();
  return {
    snapshotId: row.id,
    seq: row.seq,
    at: row.createdAt.toISOString(),
    author: row.author,
    authorName: nameOf(authors, row.author),
    cause: row.cause,
    reason: row.reason,
    added: named(change.added),
    changed: named(change.changed),
    removed: named(change.removed),
  };
}

/** The name of an author; Berth itself is one too. */
export function nameOf(names: Names, author: string): string {
  return author === "berth" ? "Berth" : (names.get(author) ?? author);
}
