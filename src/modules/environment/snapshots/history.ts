import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import { userNames } from "@/modules/identity";
import { getProject } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { queryRows } from "@/server/db";
import { envSnapshot, envVariable } from "../tables";
import { type HistoryEntry, type HistoryPage, ListHistory } from "./schema";
import { type Config, findConfig } from "./store";

/** The largest number a snapshot can have. */
const maxSeq = 2_147_483_647;

type Names = ReadonlyMap<string, string>;

/** Who made a save, when and why. */
export type SaveRow = Omit<typeof envSnapshot.$inferSelect, "versions" | "configId">;

/** All columns but the versions, which are long and seldom needed. */
export const saveColumns = {
  id: envSnapshot.id,
  seq: envSnapshot.seq,
  cause: envSnapshot.cause,
  reason: envSnapshot.reason,
  author: envSnapshot.author,
  createdAt: envSnapshot.createdAt,
};

type Changes = Pick<HistoryEntry, "added" | "changed" | "removed">;

/** Who saved what, newest first: of a whole environment, or of one variable. */
export async function listHistory(ctx: Ctx, input: z.input<typeof ListHistory>): Promise<HistoryPage> {
  requirePermission(ctx, "environment:read");
  const { key, before, limit, ...ref } = ListHistory.parse(input);
  await getProject(ctx, { id: ref.projectId });
  const config = await findConfig(ctx, ref);
  if (!config) return { entries: [], next: null };
  const page = { before: before ?? maxSeq, limit };
  const rows = key === undefined ? await readSaves(ctx, config, page) : await readSavesOf(ctx, config, key, page);
  const authors = await userNames(ctx);
  const entries = rows.slice(0, limit).map((row) => ({ ...toHead(row, authors), ...row.changes }));
  return { entries, next: rows.length > limit ? (entries.at(-1)?.seq ?? null) : null };
}

interface Save extends SaveRow {
  /** Names by what happened to them. */
  changes: Changes;
}

interface Page {
  before: number;
  limit: number;
}

/** One more than the page holds, so that it is known whether there are more. */
async function readSaves(ctx: Ctx, config: Config, { before, limit }: Page): Promise<Save[]> {
  const rows = await ctx.db
    .select(saveColumns)
    .from(envSnapshot)
    .where(and(eq(envSnapshot.configId, config.id), lt(envSnapshot.seq, before)))
    .orderBy(desc(envSnapshot.seq))
    .limit(limit + 1);
  const changes = await readChanges(ctx, config, { before, limit });
  return rows.map((row) => ({ ...row, changes: changes.get(row.id) ?? { added: [], changed: [], removed: [] } }));
}

/** What each save of a page changed. Told by the database: the versions of thousands of variables stay there. */
async function readChanges(ctx: Ctx, config: Config, { before, limit }: Page): Promise<Map<string, Changes>> {
  // The save before the last one of the page is read too, to tell that one's changes; its own are not asked for.
  const rows = await queryRows<{ id: string; kind: keyof Changes; keys: string }>(
    ctx.db,
    sql`with page as (
          select id, seq, versions from ${envSnapshot} where config_id = ${config.id} and seq < ${before}
          order by seq desc limit ${limit + 1}
        ), paired as (
          select id, seq, versions, lag(versions) over (order by seq) as previous from page
        )
        select paired.id, step.kind, json_agg(x.key order by x.key collate "C")::text as keys
        from paired
          cross join lateral (
            select key as variable_id,
              case when earlier.value is null then 'added' when later.value is null then 'removed' else 'changed' end as kind
            from jsonb_each_text(paired.versions) as later(key, value)
              full join jsonb_each_text(coalesce(paired.previous, '{}')) as earlier(key, value) using (key)
            where later.value is distinct from earlier.value
          ) as step
          join ${envVariable} x on x.id = step.variable_id
        where paired.previous is not null or paired.seq = 1
        group by paired.id, step.kind`,
  );
  const changes = new Map<string, Changes>();
  for (const { id, kind, keys } of rows) {
    const known = changes.get(id) ?? { added: [], changed: [], removed: [] };
    changes.set(id, { ...known, [kind]: JSON.parse(keys) as string[] });
  }
  return changes;
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
    (await ctx.db.select(saveColumns).from(envSnapshot).where(inArray(envSnapshot.id, ids))).map((row) => [
      row.id,
      row,
    ]),
  );
  return found.flatMap(({ id, version: now, previous }) => {
    const row = rows.get(id);
    const changes: Changes = {
      added: previous === null ? [key] : [],
      changed: previous !== null && now !== null ? [key] : [],
      removed: now === null ? [key] : [],
    };
    return row ? [{ ...row, changes }] : [];
  });
}

/** A save without what it did. */
export function toHead({ id, createdAt, ...row }: SaveRow, authors: Names): Omit<HistoryEntry, keyof Changes> {
  return { ...row, snapshotId: id, at: createdAt.toISOString(), authorName: nameOf(authors, row.author) };
}

/** The name of an author; Berth itself is one too. */
export function nameOf(names: Names, author: string): string {
  return author === "berth" ? "Berth" : (names.get(author) ?? author);
}
