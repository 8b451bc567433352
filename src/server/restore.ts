import { sql } from "drizzle-orm";
import {
  type BackupHeader,
  type BackupRow,
  listTables,
  momentaryTables,
  openSealedKeys,
  quoteName,
  readBackupFile,
  schemaHash,
} from "./backup-file";
import { Keyring } from "./crypto";
import { type Db, inTransaction, queryRows } from "./db";
import { addStoredKeys } from "./env";
import { AppError } from "./errors";
import type { Kernel } from "./kernel";
import { checkCanary, openKeyring } from "./keyring-check";

const pageSize = 2_000;

/** What a first start fills by itself; rows anywhere else make an installation count as in use. */
const setUpTables = new Set([
  "berth_installation",
  "organization",
  "user",
  "membership",
  "api_token",
  "audit_log",
  ...momentaryTables,
]);

/**
 * Brings a backup into an empty installation, all or nothing. The keys its values need must be in ENCRYPTION_KEYS, or in
 * the backup with the passphrase given. Everybody signs in again afterwards.
 */
export async function restoreBackup(
  kernel: Kernel,
  bytes: Uint8Array,
  options: { passphrase?: string | undefined } = {},
): Promise<{ tables: number; rows: number }> {
  const { header, rows } = readBackupFile(bytes);
  const keys = await keysFor(kernel, header, rows, options.passphrase);
  const tables = await inTransaction({ db: kernel.db }, async ({ db }) => {
    if (header.schema !== (await schemaHash(db))) {
      throw new AppError(
        "PRECONDITION",
        "The backup was made by another version of Berth. Restore it with that version, then update.",
      );
    }
    const existing = await listTables(db);
    await refuseUsed(db, existing);
    return load(db, existing, rows);
  });
  kernel.env.encryptionKeys = keys;
  kernel.keyring = await openKeyring(kernel.database, kernel.env);
  await kernel.restored();
  return { tables, rows: rows.length };
}

/** ENCRYPTION_KEYS that open the backup's values: the present ones, or with the backup's own added to the stored secrets. */
async function keysFor(
  kernel: Kernel,
  header: BackupHeader,
  rows: readonly BackupRow[],
  passphrase: string | undefined,
): Promise<string> {
  const { encryptionKeys } = kernel.env;
  if (opens(encryptionKeys, header, rows)) return encryptionKeys;
  const needed = header.keyIds.join(", ");
  if (passphrase === undefined) {
    throw new AppError(
      "PRECONDITION",
      `The values of this backup need the encryption keys ${needed}, which this Berth does not have. ` +
        "Add them to ENCRYPTION_KEYS, or restore a backup made with its keys and give the passphrase. Nothing was changed.",
      { details: { keyIds: header.keyIds } },
    );
  }
  const brought = await openSealedKeys(header, passphrase);
  if (!opens(brought, header, rows)) {
    throw new AppError(
      "VALIDATION",
      `The keys inside this backup do not open its values (${needed}). Nothing was changed.`,
    );
  }
  return addStoredKeys(kernel.env, brought);
}

function opens(encryptionKeys: string, header: BackupHeader, rows: readonly BackupRow[]): boolean {
  const installation = rows.find(({ t }) => t === "berth_installation")?.r;
  if (typeof installation?.id !== "string" || typeof installation.salt !== "string") return false;
  const ring = Keyring.parse(encryptionKeys);
  if (!header.keyIds.every((id) => ring.has(id))) return false;
  if (typeof installation.canary !== "string") return true;
  try {
    checkCanary(ring.bind(installation.salt), installation.id, installation.canary);
    return true;
  } catch {
    return false;
  }
}

async function refuseUsed(db: Db, tables: string[]): Promise<void> {
  for (const table of tables.filter((name) => !setUpTables.has(name))) {
    const found = await queryRows(db, sql`select 1 as found from ${sql.raw(quoteName(table))} limit 1`);
    if (found.length === 0) continue;
    throw new AppError(
      "CONFLICT",
      `This Berth is already in use (${table} has rows). Restore into a new one: set BERTH_HOME to an empty folder.`,
    );
  }
}

async function load(db: Db, existing: string[], rows: readonly BackupRow[]): Promise<number> {
  const byTable = Map.groupBy(rows, ({ t }) => t);
  const unknown = [...byTable.keys()].find((table) => !existing.includes(table) || momentaryTables.has(table));
  if (unknown) throw new AppError("VALIDATION", `The backup holds the unknown table ${unknown}. Nothing was changed.`);
  // Tables refer to each other in circles: the references are checked as a whole once all rows are there.
  const references = await queryRows<{ table: string; name: string; definition: string }>(
    db,
    sql`select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
        from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of references) await db.execute(sql.raw(`alter table ${table} drop constraint ${name}`));
  // The audit log takes no deletion from anybody else.
  await db.execute(sql`select set_config('berth.restoring', 'on', true)`);
  await db.execute(sql.raw(`truncate ${existing.map(quoteName).join(", ")}`));
  for (const [table, own] of byTable) {
    for (let from = 0; from < own.length; from += pageSize)
      await insertRows(db, table, own.slice(from, from + pageSize));
    await resetSequences(db, table);
  }
  for (const { table, name, definition } of references) {
    await db.execute(sql.raw(`alter table ${table} add constraint ${name} ${definition}`));
  }
  return byTable.size;
}

async function insertRows(db: Db, table: string, rows: readonly BackupRow[]): Promise<void> {
  const target = sql.raw(quoteName(table));
  const batch = JSON.stringify(rows.map(({ r }) => r));
  await db.execute(
    sql`insert into ${target} select * from jsonb_populate_recordset(null::${target}, ${batch}::text::jsonb)`,
  );
}

async function resetSequences(db: Db, table: string): Promise<void> {
  const own = quoteName(table);
  const columns = await queryRows<{ name: string; sequence: string }>(
    db,
    sql`select column_name as name, pg_get_serial_sequence(${own}, column_name) as sequence
        from information_schema.columns where table_schema = 'public' and table_name = ${table}
          and pg_get_serial_sequence(${own}, column_name) is not null`,
  );
  for (const { name, sequence } of columns) {
    const next = sql.raw(`(select coalesce(max(${quoteName(name)}), 0) + 1 from ${own})`);
    await db.execute(sql`select setval(${sequence}::regclass, ${next}, false)`);
  }
}
