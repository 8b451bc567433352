import { statSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { queryRows } from "../db";
import type { Kernel } from "../kernel";
import { homePaths } from "../process/home";
import { type EmbeddedDatabase, listDumps } from "./embedded";

const everyMs = 24 * 3600 * 1000;

/** Copies the embedded folder once a day, when something was written since the last copy. */
export function scheduleDumps(kernel: Kernel): void {
  if (kernel.database.dialect !== "pglite") return;
  const database = kernel.database as EmbeddedDatabase;
  const { backups } = homePaths(kernel.env.home);
  let dumpedAt = "";
  kernel.jobs.schedule("database copy", 3600, async () => {
    const newest = listDumps(backups).at(-1);
    if (newest && Date.now() - statSync(path.join(backups, newest)).mtimeMs < everyMs) return;
    const [row] = await queryRows<{ at: string }>(kernel.db, sql`select pg_current_wal_insert_lsn()::text as at`);
    if (row?.at === dumpedAt) return;
    await database.dump("daily");
    dumpedAt = row?.at ?? "";
  });
}
