import { sql } from "drizzle-orm";
import {
  type BackupHeader,
  type BackupRow,
  listTables,
  momentaryTables,
  quoteName,
  schemaHash,
  sealKeys,
  writeBackupFile,
} from "./backup-file";
import { type Db, queryRows } from "./db";
import type { Kernel } from "./kernel";
import { countByMasterKey } from "./wrapped-keys";

const pageSize = 2_000;

/**
 * Everything Berth stores as gzipped JSON lines, from one consistent view, while running. Values stay encrypted;
 * with a passphrase the keyring is added, sealed by it.
 */
export async function createBackup(
  kernel: Kernel,
  options: { passphrase?: string | undefined } = {},
): Promise<Uint8Array> {
  const keys = options.passphrase && (await sealKeys(kernel.env.encryptionKeys, options.passphrase));
  const { header, rows } = await kernel.db.transaction(
    async (tx) => {
      const db = tx as Db;
      const header: Omit<BackupHeader, "berthBackup"> = {
        createdAt: new Date().toISOString(),
        schema: await schemaHash(db),
        keyIds: await neededKeyIds(db),
        ...(keys && { keys }),
      };
      const rows: BackupRow[] = [];
      for (const table of await listTables(db)) if (!momentaryTables.has(table)) await readTable(db, table, rows);
      return { header, rows };
    },
    { isolationLevel: "repeatable read" },
  );
  return writeBackupFile(header, rows);
}

async function readTable(db: Db, table: string, into: BackupRow[]): Promise<void> {
  for (let offset = 0; ; offset += pageSize) {
    const rows = await queryRows<{ r: BackupRow["r"] }>(
      db,
      sql`select to_jsonb(t) as r from ${sql.raw(quoteName(table))} t order by ctid limit ${pageSize} offset ${offset}`,
    );
    for (const { r } of rows) into.push({ t: table, r });
    if (rows.length < pageSize) return;
  }
}

/** Master keys that wrap what is stored, and that of the installation's own check. */
async function neededKeyIds(db: Db): Promise<string[]> {
  const rows = await queryRows<{ kid: string }>(
    db,
    sql`select split_part(canary, ':', 1) as kid from berth_installation where canary is not null`,
  );
  return [...new Set([...rows.map(({ kid }) => kid), ...(await countByMasterKey(db)).keys()])].sort();
}
