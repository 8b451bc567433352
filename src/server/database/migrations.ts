import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { z } from "zod";
import { type Db, queryRows } from "../db";
import { AppError } from "../errors";
import { newId } from "../process/ids";
import { berthInstallation } from "../tables";

/** Own schema for the record of migrations, so that another program's record is never mistaken for ours. */
export const migrationsTable = { migrationsSchema: "berth", migrationsTable: "migration" };

export interface MigrationState {
  folder: string;
  isNew: boolean;
  pending: number;
}

/** What the database holds, looked at before any write; throws when it is not ours or newer than this program. */
export async function inspectDatabase(db: Db, programDir: string, location: string): Promise<MigrationState> {
  const folder = path.join(programDir, "drizzle");
  const isOurs = await hasTable(db, "public", "berth_installation");
  if (!isOurs) {
    await refuseForeign(db, location);
    return { folder, isNew: true, pending: readJournal(folder).length };
  }
  const applied = (await hasTable(db, "berth", "migration"))
    ? await queryRows<{ hash: string }>(db, sql`select hash from berth.migration`)
    : [];
  const known = new Set(readMigrationFiles({ migrationsFolder: folder }).map((migration) => migration.hash));
  const unknown = applied.filter(({ hash }) => !known.has(hash));
  if (unknown.length > 0) {
    throw new AppError(
      "PRECONDITION",
      `The database ${location} was written by a newer Berth (${unknown.length} unknown migrations). Update Berth; nothing was changed.`,
    );
  }
  return { folder, isNew: false, pending: known.size - applied.length };
}

/** The row that marks a database as Berth's own, made on first use. */
export async function ensureInstallation(db: Db): Promise<{ id: string; salt: string; canary: string | null }> {
  const [existing] = await db.select().from(berthInstallation).limit(1);
  if (existing) return existing;
  const created = { id: newId(), salt: randomBytes(32).toString("base64url"), canary: null };
  await db.insert(berthInstallation).values(created);
  return created;
}

async function refuseForeign(db: Db, location: string): Promise<void> {
  const found = await queryRows<{ name: string }>(
    db,
    sql`select n.nspname || '.' || c.relname as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f')
          and n.nspname not in ('information_schema', 'berth') and n.nspname not like 'pg\\_%'
          and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        order by 1 limit 3`,
  );
  if (found.length === 0) return;
  throw new AppError(
    "PRECONDITION",
    `${location} is not empty and is not Berth's own database (it holds ${found.map((row) => row.name).join(", ")}). ` +
      "Nothing was changed. Point DATABASE_URL at an empty database, or unset it to use the embedded one.",
  );
}

async function hasTable(db: Db, schema: string, name: string): Promise<boolean> {
  const [row] = await queryRows<{ found: boolean }>(
    db,
    sql`select exists (select 1 from pg_tables where schemaname = ${schema} and tablename = ${name}) as found`,
  );
  return row?.found === true;
}

const Journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });

function readJournal(folder: string): z.infer<typeof Journal>["entries"] {
  return Journal.parse(JSON.parse(readFileSync(path.join(folder, "meta", "_journal.json"), "utf8"))).entries;
}
