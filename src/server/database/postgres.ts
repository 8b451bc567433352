import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { type Database, type Db, guardRoot, outsideTransaction, queryRows } from "../db";
import { AppError } from "../errors";
import { ensureInstallation, inspectDatabase, migrationsTable } from "./migrations";

/** One number for the whole cluster of Berths: whoever holds it migrates. */
const migrationLock = 7_364_915_021;

/** Opens a PostgreSQL database, refuses a foreign one before any write, and migrates it. */
export async function openPostgres(options: {
  url: string;
  programDir: string;
  maxConnections?: number;
}): Promise<Database> {
  const location = describeUrl(options.url);
  const client = postgres(options.url, {
    max: options.maxConnections ?? 10,
    onnotice: () => undefined,
    // A paused process must not keep the rows of its open transaction locked: whoever takes over would wait for it.
    connection: { application_name: "berth", idle_in_transaction_session_timeout: 10_000 },
    connect_timeout: 10,
  });
  try {
    await migratePostgres(options.url, options.programDir, location);
  } catch (error) {
    await client.end({ timeout: 1 });
    throw error;
  }
  return {
    db: guardRoot(drizzle(client) as unknown as Db),
    dialect: "postgres",
    location,
    async listen(channel, onNotice, onReady) {
      const notice = (payload: string) => outsideTransaction(() => onNotice(payload));
      const { unlisten } = await client.listen(channel, notice, () => outsideTransaction(() => onReady?.()));
      return unlisten;
    },
    close: () => client.end({ timeout: 5 }),
  };
}

/** Host and database name of an address, never its password. */
function describeUrl(url: string): string {
  if (!URL.canParse(url)) return "the database of DATABASE_URL";
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = hostname || searchParams.get("host") || "localhost";
  const name = decodeURIComponent(pathname.slice(1)) || "(default)";
  return `the database ${name} on ${host}${port ? `:${port}` : ""}`;
}

async function migratePostgres(url: string, programDir: string, location: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  const db = drizzle(client) as unknown as Db;
  try {
    await queryRows(db, sql`select 1`).catch((cause: unknown) => {
      throw unreachable(location, cause);
    });
    await inspectDatabase(db, programDir, location);
    await queryRows(db, sql`select pg_advisory_lock(${migrationLock})`);
    // Another process may have migrated, or filled, the database while this one waited for the lock.
    const state = await inspectDatabase(db, programDir, location);
    await migrate(drizzle(client), { migrationsFolder: state.folder, ...migrationsTable });
    await ensureInstallation(db);
  } finally {
    await client.end({ timeout: 5 });
  }
}

function unreachable(location: string, cause: unknown): AppError {
  const nested = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const reason =
    nested instanceof Error ? nested.message || String("code" in nested ? nested.code : nested.name) : String(nested);
  return new AppError("UPSTREAM", `Cannot use ${location}: ${reason}. Check DATABASE_URL and that the server is up.`, {
    cause,
  });
}
