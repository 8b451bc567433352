import { type SQL, sql } from "drizzle-orm";
import { listTables, quoteName } from "./backup-file";
import type { BoundKeyring } from "./crypto";
import { type Db, inTransaction, queryRows } from "./db";
import { AppError } from "./errors";
import { processGlobal } from "./process/globals";

/** A table whose rows hold a key wrapped by a master key, in the columns `id`, `kid` and `wrapped`. */
export interface WrappedKeys {
  table: string;
  /** The owner that a row's key was wrapped for, as SQL over its columns. */
  owner: SQL;
}

interface Row extends Record<string, unknown> {
  id: string;
  kid: string;
  wrapped: string;
  owner: string;
}

const known = processGlobal("wrapped-keys", () => new Map<string, WrappedKeys>());
const batchSize = 200;

/** Tells how the keys of these tables are opened, so that they can be wrapped anew. */
export function registerWrappedKeys(...tables: readonly WrappedKeys[]): void {
  for (const each of tables) known.set(each.table, each);
}

/** Every table that holds wrapped keys, registered or not: what the database says cannot be forgotten. */
export async function findWrappingTables(db: Db): Promise<{ table: string; isKnown: boolean }[]> {
  const rows = await queryRows<{ name: string }>(
    db,
    sql`select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name in ('kid', 'wrapped') group by 1 having count(*) = 2`,
  );
  const tables = new Set(await listTables(db));
  const found = rows.filter(({ name }) => tables.has(name)).sort((one, other) => (one.name < other.name ? -1 : 1));
  return found.map(({ name }) => ({ table: name, isKnown: known.has(name) }));
}

/** How many stored keys each master key wraps; the check that is made at start is none of them. */
export async function countByMasterKey(db: Db): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { table } of await findWrappingTables(db)) {
    const rows = await queryRows<{ kid: string; count: number }>(
      db,
      sql`select kid, count(*)::int as count from ${named(table)} group by kid`,
    );
    for (const { kid, count } of rows) counts.set(kid, (counts.get(kid) ?? 0) + count);
  }
  return counts;
}

/** Throws PRECONDITION when a master key that stored keys need is missing, or is another one than it was. */
export async function checkWrappedKeys(db: Db, keyring: BoundKeyring): Promise<void> {
  for (const [kid, count] of await countByMasterKey(db)) {
    if (keyring.has(kid)) continue;
    throw new AppError(
      "PRECONDITION",
      `ENCRYPTION_KEYS lacks the key ${kid}, which ${count} stored keys need. Put it back behind the active one and start ` +
        "Berth again; it may go once `berth vault rotate` has finished and `berth vault status` says so.",
    );
  }
  for (const each of known.values()) {
    for (const row of await readSamples(db, each)) {
      if (opens(keyring, row)) continue;
      throw new AppError(
        "PRECONDITION",
        `The key ${row.kid} of ENCRYPTION_KEYS does not open what was stored under that id (${each.table}). ` +
          "An id must not be given to another key: put the right key back, or give the new one an id of its own.",
      );
    }
  }
}

/**
 * Wraps the next keys that an older master key wraps with the active one, in one transaction; answers how many. Zero
 * means that none is left. Two processes at once follow each other.
 */
export async function rewrapBatch(root: Db, keyring: BoundKeyring, size = batchSize): Promise<number> {
  const unknown = (await findWrappingTables(root)).filter(({ isKnown }) => !isKnown).map(({ table }) => table);
  if (unknown.length > 0)
    throw new AppError("INTERNAL", `Berth does not know how keys in ${unknown.join()} are wrapped.`);
  return inTransaction({ db: root }, async ({ db }) => {
    await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('vault:master', 0))`);
    for (const each of known.values()) {
      const rows = await queryRows<Row>(
        db,
        sql`select id, kid, wrapped, ${each.owner} as owner from ${named(each.table)}
            where kid <> ${keyring.activeId} order by id limit ${size} for update`,
      );
      if (rows.length > 0) return rewrap(db, keyring, each, rows);
    }
    return 0;
  });
}

async function rewrap(db: Db, keyring: BoundKeyring, { table }: WrappedKeys, rows: readonly Row[]): Promise<number> {
  const renewed = rows.map((row) => {
    const place = { projectId: row.owner, dataKeyId: row.id };
    const bytes = keyring.unwrapDataKey(place, row);
    const { kid, wrapped } = keyring.wrapDataKey(place, bytes);
    bytes.fill(0);
    return { id: row.id, kid, wrapped };
  });
  await db.execute(
    sql`update ${named(table)} t set kid = r.kid, wrapped = r.wrapped
        from jsonb_to_recordset(${JSON.stringify(renewed)}::text::jsonb) as r(id text, kid text, wrapped text)
        where t.id = r.id`,
  );
  return renewed.length;
}

/** One row for each master key of a table. */
function readSamples(db: Db, { table, owner }: WrappedKeys): Promise<Row[]> {
  return queryRows<Row>(
    db,
    sql`select distinct on (kid) id, kid, wrapped, ${owner} as owner from ${named(table)} order by kid, id`,
  );
}

function opens(keyring: BoundKeyring, { id, owner, kid, wrapped }: Row): boolean {
  try {
    keyring.unwrapDataKey({ projectId: owner, dataKeyId: id }, { kid, wrapped }).fill(0);
    return true;
  } catch {
    return false;
  }
}

function named(table: string): SQL {
  return sql.raw(quoteName(table));
}
