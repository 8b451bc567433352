/** Generated code that opens an SQLite file or a Turso database, and migrates either. */
export const connectionModule = `import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { LibSQLDatabase } from "drizzle-orm/libsql";
import { readVariable } from "@/env";
import * as schema from "./schema";

export type Database = LibSQLDatabase<typeof schema>;

export interface Connection {
  db: Database;
  close: () => Promise<void>;
}

/** Opens the database, with every migration applied. The driver loads here, so that a build never touches it. */
export async function openConnection(address: string): Promise<Connection> {
  if (!/^(file|libsql|https?|wss?):/.test(address))
    throw new Error("DATABASE_URL must be a file, such as file:./data/app.db, or the address of a Turso database.");
  const isFile = address.startsWith("file:");
  if (isFile) await mkdir(dirname(pathOf(address)), { recursive: true });
  const [{ createClient }, { drizzle }, { migrate }] = await Promise.all([
    import("@libsql/client"),
    import("drizzle-orm/libsql"),
    import("drizzle-orm/libsql/migrator"),
  ]);
  const client = createClient({ url: address, authToken: readVariable("DATABASE_AUTH_TOKEN"), timeout: 5_000 });
  try {
    // Readers do not wait for the writer, nor another process for this one.
    if (isFile) await client.execute("PRAGMA journal_mode = WAL");
    const db = drizzle(client, { schema });
    const applyMigrations = () => migrate(db, { migrationsFolder: "drizzle" });
    // Each run is one transaction. When another process was first, the second try finds nothing left to do.
    await applyMigrations().catch(applyMigrations);
    return { db, close: async () => client.close() };
  } catch (error) {
    client.close();
    throw error;
  }
}

/** \`file:./data/app.db\` names a path relative to the project, \`file:///data/app.db\` an absolute one. */
function pathOf(address: string): string {
  const path = address.slice("file:".length).split("?")[0] ?? "";
  return path.startsWith("//") ? fileURLToPath("file:" + path) : path;
}
`;
