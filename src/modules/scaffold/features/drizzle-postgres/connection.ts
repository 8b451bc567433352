/** Generated code that opens a PostgreSQL server or an embedded folder, and migrates either. */
export const connectionModule = `import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { lockFolder } from "./folder-lock";
import * as schema from "./schema";

export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface Connection {
  db: Database;
  close: () => Promise<void>;
}

const migrationsFolder = "drizzle";
const embedded = "pglite:";

/** Opens the database, with every migration applied. Drivers load here, so that a build never touches them. */
export async function openConnection(address: string): Promise<Connection> {
  if (address.startsWith(embedded)) return openFolder(address.slice(embedded.length));
  if (/^postgres(ql)?:\\/\\//.test(address)) return openServer(address);
  throw new Error(
    "DATABASE_URL must start with postgres://, postgresql:// or pglite: and name a database or a folder.",
  );
}

async function openFolder(path: string): Promise<Connection> {
  if (path === "") throw new Error("DATABASE_URL names no folder. Write pglite:./data, for example.");
  const folder = resolve(path);
  const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
    import("@electric-sql/pglite"),
    import("drizzle-orm/pglite"),
    import("drizzle-orm/pglite/migrator"),
  ]);
  await mkdir(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    const client = await PGlite.create(folder);
    const db = drizzle(client, { schema });
    await migrate(db, { migrationsFolder });
    return { db, close: () => client.close().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openServer(address: string): Promise<Connection> {
  const [{ default: postgres }, { drizzle }, { migrate }] = await Promise.all([
    import("postgres"),
    import("drizzle-orm/postgres-js"),
    import("drizzle-orm/postgres-js/migrator"),
  ]);
  // Named prepared statements do not survive a connection pooler in transaction mode.
  const options = { connect_timeout: 10, prepare: false, onnotice: () => undefined };
  const migrator = postgres(address, { ...options, max: 1 });
  try {
    // Several instances may start at once; the lock goes when this connection ends.
    await migrator\`select pg_advisory_lock(hashtext('migrations'))\`;
    await migrate(drizzle(migrator), { migrationsFolder });
  } finally {
    await migrator.end({ timeout: 5 });
  }
  const client = postgres(address, { ...options, max: 10 });
  return { db: drizzle(client, { schema }), close: () => client.end({ timeout: 5 }) };
}
`;

export const folderLockModule = `import { readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * An embedded database is ruined when two processes open its folder, and it does not notice by itself. The lock file
 * beside the folder names the process that has it; the lock of a process that is gone is taken over.
 */
export function lockFolder(folder: string): () => void {
  const path = folder + ".lock";
  try {
    writeFileSync(path, identityOf(process.pid), { flag: "wx" });
  } catch {
    refuseIfHeld(path, folder);
    writeFileSync(path, identityOf(process.pid));
  }
  const unlock = () => rmSync(path, { force: true });
  process.once("exit", unlock);
  return () => {
    process.off("exit", unlock);
    unlock();
  };
}

function refuseIfHeld(path: string, folder: string): void {
  const holder = readFileSync(path, "utf8");
  const pid = Number(holder.split(" ")[0]);
  if (pid === process.pid || !isAlive(pid) || holder !== identityOf(pid)) return;
  throw new Error(
    "The database in " + folder + " is open in process " + pid + ". Stop that process, then start again.",
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The id, and where the system tells, the moment the process began: ids are used again. */
function identityOf(pid: number): string {
  try {
    const stat = readFileSync("/proc/" + pid + "/stat", "utf8");
    return pid + " " + stat.slice(stat.lastIndexOf(")")).split(" ")[20];
  } catch {
    return String(pid);
  }
}
`;

export const clientModule = `import { sql } from "drizzle-orm";
import { readVariable, requireVariable } from "@/env";
import { type Connection, type Database, openConnection } from "./connection";

/** Next bundles start-up and pages apart, and reloads modules in development: the one connection lives outside both. */
const shared = globalThis as { databaseConnection?: Promise<Connection> };

/** The database, opened and migrated on first use. A failure is not remembered: the next call tries again. */
export async function getDatabase(): Promise<Database> {
  shared.databaseConnection ??= openConnection(requireVariable("DATABASE_URL")).catch((error: unknown) => {
    shared.databaseConnection = undefined;
    throw error;
  });
  return (await shared.databaseConnection).db;
}

/** Opens the database when the server starts. The app serves without it, and /api/health says so. */
export async function startDatabase(): Promise<void> {
  if (readVariable("DATABASE_URL") === undefined) return;
  try {
    await getDatabase();
  } catch (error) {
    console.error("The database could not be opened; the next request tries again.", error);
  }
}

export async function checkDatabase(): Promise<void> {
  const db = await getDatabase();
  await db.execute(sql.raw("select 1"));
}

export async function closeDatabase(): Promise<void> {
  const connection = await shared.databaseConnection?.catch(() => undefined);
  shared.databaseConnection = undefined;
  await connection?.close();
}
`;
