import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { fromPglite } from "pg-boss";
import { pino } from "pino";
import postgres from "postgres";
import { assembleKernel, createKernel } from "../create-kernel";
import { describe, migrateEmbedded } from "../database/embedded";
import { type Env, parseEnv } from "../env";
import type { Kernel } from "../kernel";

const silent = pino({ level: "silent" });
const secrets = {
  AUTH_SECRET: "a-secret-only-for-tests-a-secret-only-for-tests",
  ENCRYPTION_KEYS: `t1:${Buffer.alloc(32, 7).toString("base64")}`,
};

/** The environment of a test: its own data folder, fixed keys. */
export function testEnv(home: string, databaseUrl?: string): Env {
  return parseEnv({ ...secrets, BERTH_HOME: path.resolve(home), DATABASE_URL: databaseUrl, NODE_ENV: "test" });
}

export function openTestPostgres(env: Env): Promise<Kernel> {
  return createKernel(env, silent);
}

/** A kernel on PGlite in memory, from a dump when there is one. */
export async function openTestPglite(env: Env, dump?: Blob): Promise<{ kernel: Kernel; pglite: PGlite }> {
  const pglite = await PGlite.create(dump ? { loadDataDir: dump } : {});
  const db = await migrateEmbedded(pglite, { programDir: env.programDir, location: "memory" });
  const database = describe(pglite, db, "memory");
  const kernel = await assembleKernel({ env, log: silent, database, connection: { db: fromPglite(pglite) } });
  return { kernel, pglite };
}

/** A connection that may create and drop databases. */
export function postgresAdmin(url: string) {
  return postgres(url, { max: 1, onnotice: () => undefined });
}

export function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
