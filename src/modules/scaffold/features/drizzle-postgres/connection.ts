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
  const client = await PGlite.create(folder).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const close = () => client.close().finally(unlock);
  try {
    const db = drizzle(client, { schema });
    await migrate(db, { migrationsFolder });
    return { db, close };
  } catch (error) {
    await close();
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
