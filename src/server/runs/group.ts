import { type SQL, sql } from "drizzle-orm";
import { type Db, queryRows } from "../db";

/** Told with the key of a group when one of its runs has ended. */
export const groupChannel = "berth_group";

/** True of a queued run while an older one of its group is open. `of` names the row of `run`. */
export function waitsForGroup(of: SQL): SQL {
  return sql`(${of}.status = 'queued' and ${of}.group_key is not null and exists (
    select 1 from run older where older.group_key = ${of}.group_key and older.status in ('queued', 'running', 'cancelling')
      and (older.created_at, older.id) < (${of}.created_at, ${of}.id)))`;
}

/** Until the transaction ends, nobody else adds a run to the group. */
export async function lockGroup(db: Db, groupKey: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`group:${groupKey}`}, 0))`);
}

/** With the commit that ends a run, every process hears that the next one of its group may start. */
export async function wakeGroup(db: Db, runId: string): Promise<void> {
  await db.execute(
    sql`select pg_notify(${groupChannel}, group_key) from run where id = ${runId} and group_key is not null`,
  );
}

/** The queued run of a group whose turn it is. */
export async function findNext(db: Db, groupKey: string): Promise<string | undefined> {
  const [row] = await queryRows<{ id: string }>(
    db,
    sql`select id from run where group_key = ${groupKey} and status = 'queued' and not ${waitsForGroup(sql`run`)}`,
  );
  return row?.id;
}

/** True while an older run of its group is open. */
export async function isWaiting(db: Db, runId: string): Promise<boolean> {
  const rows = await queryRows(db, sql`select 1 from run where id = ${runId} and ${waitsForGroup(sql`run`)}`);
  return rows.length > 0;
}
