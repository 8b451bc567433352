import { and, eq, inArray, sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { queryRows } from "@/server/db";
import { AppError } from "@/server/errors";
import { dataKey, envConfig, envVariable, envVariableVersion } from "../tables";
import { insertActiveKey, openSealer, openTokens, type Place } from "./sealing";

interface SealedRow extends Place, Record<string, unknown> {
  id: string;
  token: string;
}

/** How far a rotation has looked: values are taken by variable and version. */
export interface Cursor {
  variableId: string;
  version: number;
}
export const start: Cursor = { variableId: "", version: 0 };

export interface Batch {
  /** Where the next batch begins; undefined when there was none left. */
  last: Cursor | undefined;
  done: number;
  /** Names of the variables whose value could not be opened; they stay as they were. */
  broken: string[];
}

/** From now on the project's values are sealed with a new key; the ones before stay readable. Needs a transaction. */
export async function replaceActiveKey(tx: Ctx, projectId: string): Promise<void> {
  await lockVault(tx, projectId);
  // Waits for saves that are under way with the old key.
  await tx.db
    .update(dataKey)
    .set({ state: "retiring" })
    .where(and(eq(dataKey.projectId, projectId), eq(dataKey.state, "active")));
  await insertActiveKey(tx, projectId);
}

/** Seals the next values behind the active key with it, in the caller's transaction; versions and snapshots stay what they are. */
export async function reencryptBatch(tx: Ctx, projectId: string, after: Cursor, size: number): Promise<Batch> {
  await lockVault(tx, projectId);
  const activeId = await activeKeyId(tx, projectId);
  if (!activeId) return { last: undefined, done: 0, broken: [] };
  const rows = await nextRows(tx, { projectId, activeId, after, size });
  const { values, broken } = await openRows(tx, projectId, rows);
  const sealer = await openSealer(tx, projectId);
  const renewed = values.map(({ row, value }) => ({ id: row.id, old: row.token, ...sealer.seal(row, value) }));
  await tx.db.execute(
    sql`update ${envVariableVersion} v set token = r.token, value_hmac = r."valueHmac"
        from jsonb_to_recordset(${JSON.stringify(renewed)}::text::jsonb)
          as r(id text, old text, token text, "valueHmac" text)
        where v.id = r.id and v.token = r.old`,
  );
  await sealer.count(renewed.length);
  return { last: rows.at(-1), done: renewed.length, broken };
}

/** Goes along the index of variable and version, so that each batch costs its own rows and not the whole table. */
function nextRows(
  tx: Ctx,
  { projectId, activeId, after, size }: { projectId: string; activeId: string; after: Cursor; size: number },
): Promise<SealedRow[]> {
  return queryRows<SealedRow>(
    tx.db,
    sql`select v.id, v.token, v.version, x.id as "variableId", x.key, x.config_id as "configId",
          ${projectId}::text as "projectId"
        from (select id, key, config_id from ${envVariable}
              where config_id in (select id from ${envConfig} where project_id = ${projectId})
                and id >= ${after.variableId} order by id) x
          cross join lateral (select id, token, version from ${envVariableVersion} w
              where w.variable_id = x.id and (x.id > ${after.variableId} or w.version > ${after.version})
                and split_part(w.token, ':', 3) <> ${activeId} order by version) v
        order by x.id, v.version limit ${size}`,
  );
}

/** Retires the keys that no value names any more; answers how many values still name one. */
export async function retireKeys(tx: Ctx, projectId: string): Promise<number> {
  await lockVault(tx, projectId);
  const { behind } = (await countValues(tx, [projectId])).get(projectId) ?? { behind: 0 };
  if (behind > 0) return behind;
  await tx.db
    .update(dataKey)
    .set({ state: "retired" })
    .where(and(eq(dataKey.projectId, projectId), eq(dataKey.state, "retiring")));
  return 0;
}

/** True while keys of an unfinished rotation are there. */
export async function isRotating(ctx: Ctx, projectId: string): Promise<boolean> {
  const found = await ctx.db
    .select({ id: dataKey.id })
    .from(dataKey)
    .where(and(eq(dataKey.projectId, projectId), eq(dataKey.state, "retiring")))
    .limit(1);
  return found.length > 0;
}

/** Of each project, how many values are stored in all versions, and how many of them an older key than the active one seals. */
export async function countValues(
  ctx: Ctx,
  projectIds: readonly string[],
): Promise<Map<string, { values: number; behind: number }>> {
  if (projectIds.length === 0) return new Map();
  const rows = await queryRows<{ projectId: string; values: number; behind: number }>(
    ctx.db,
    sql`select k.project_id as "projectId", count(*)::int as values,
          (count(*) filter (where ${isBehind(sql`k.id`)}))::int as behind
        from ${dataKey} k join ${envConfig} c on c.project_id = k.project_id
          join ${envVariable} x on x.config_id = c.id join ${envVariableVersion} v on v.variable_id = x.id
        where k.state = 'active' and v.token is not null and ${inArray(sql`k.project_id`, [...projectIds])}
        group by 1`,
  );
  return new Map(rows.map(({ projectId, ...counts }) => [projectId, counts]));
}

function isBehind(activeId: string | ReturnType<typeof sql>) {
  return sql`split_part(v.token, ':', 3) <> ${activeId}`;
}

export async function activeKeyId(ctx: Ctx, projectId: string): Promise<string | undefined> {
  const [row] = await ctx.db
    .select({ id: dataKey.id })
    .from(dataKey)
    .where(and(eq(dataKey.projectId, projectId), eq(dataKey.state, "active")));
  return row?.id;
}

/** One damaged value must not keep the others under the old key. */
async function openRows(tx: Ctx, projectId: string, rows: readonly SealedRow[]) {
  const values: { row: SealedRow; value: string }[] = [];
  const broken: string[] = [];
  try {
    for (const [row, secret] of await openTokens(tx, projectId, rows)) values.push({ row, value: secret.unwrap() });
    return { values, broken };
  } catch (error) {
    if (!AppError.is(error)) throw error;
    values.length = 0;
  }
  for (const row of rows) {
    try {
      for (const [, secret] of await openTokens(tx, projectId, [row])) values.push({ row, value: secret.unwrap() });
    } catch (error) {
      if (!AppError.is(error)) throw error;
      broken.push(row.key);
    }
  }
  return { values, broken };
}

/** Until the transaction ends, no other process rotates what the name stands for: a project, or a group of runs. */
export async function lockVault(tx: Ctx, name: string): Promise<void> {
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`vault:${name}`}, 0))`);
}
