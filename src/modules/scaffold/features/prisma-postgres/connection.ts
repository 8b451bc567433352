/** Generated code that opens a PostgreSQL server or an embedded folder with Prisma, and migrates either. */
export const connectionModule = `import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { lockFolder } from "./folder-lock";
import { PrismaClient } from "./generated/client";
import { applyMigrations } from "./migrations";

export type Database = PrismaClient;

export interface Connection {
  db: Database;
  close: () => Promise<void>;
}

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
  const [{ PGlite }, { PrismaPGlite }] = await Promise.all([
    import("@electric-sql/pglite"),
    import("pglite-prisma-adapter"),
  ]);
  await mkdir(folder, { recursive: true });
  const unlock = lockFolder(folder);
  const client = await PGlite.create(folder).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const close = () => client.close().finally(unlock);
  try {
    await applyMigrations({
      execute: (sql) => client.exec(sql),
      select: async (sql) => (await client.query(sql)).rows,
    });
    return { db: new PrismaClient({ adapter: new PrismaPGlite(client) }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openServer(address: string): Promise<Connection> {
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const options = { connectionString: address, connectionTimeoutMillis: 10_000 };
  const migrator = await new PrismaPg({ ...options, max: 1 }).connect();
  try {
    const pool = migrator.underlyingDriver();
    // Several instances may start at once. The number is the lock of Prisma Migrate; it goes when this connection ends.
    await pool.query("SELECT pg_advisory_lock(72707369)");
    await applyMigrations({
      execute: (sql) => pool.query(sql),
      select: async (sql) => (await pool.query(sql)).rows,
    });
  } finally {
    await migrator.dispose();
  }
  const db = new PrismaClient({ adapter: new PrismaPg({ ...options, max: 10 }) });
  return { db, close: () => db.$disconnect() };
}
`;

export const migrationsModule = `import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const folder = "prisma/migrations";

const Applied = z.array(z.object({ migration_name: z.string() }));

/** One connection to the database. */
interface Session {
  /** Runs statements in one transaction. */
  execute: (sql: string) => Promise<unknown>;
  select: (sql: string) => Promise<unknown[]>;
}

/**
 * Applies what is new in prisma/migrations and records it where Prisma Migrate does, so that \`prisma migrate deploy\`
 * agrees. Done here because Prisma Migrate fetches a program of its own, and cannot reach an embedded database.
 */
export async function applyMigrations({ execute, select }: Session): Promise<void> {
  await execute(createRecord);
  const rows = await select('SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL');
  const applied = new Set(Applied.parse(rows).map(({ migration_name }) => migration_name));
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const name of names.sort().filter((candidate) => !applied.has(candidate))) {
    const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
    await execute(sql + ";\\n" + recordOf(name, sql));
  }
}

function recordOf(name: string, sql: string): string {
  if (!/^\\w+$/.test(name)) throw new Error(folder + "/" + name + ": use letters, digits and _ in the name.");
  const checksum = createHash("sha256").update(sql).digest("hex");
  return \`INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
VALUES ('\${crypto.randomUUID()}', '\${checksum}', '\${name}', now(), 1)\`;
}

const createRecord = \`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)\`;
`;
