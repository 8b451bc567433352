import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { sql } from "drizzle-orm";
import { type ConstructorOptions, fromPglite } from "pg-boss";
import type { Logger } from "pino";
import { type EmbeddedDatabase, openEmbedded } from "./database/embedded";
import { openPostgres } from "./database/postgres";
import type { Database } from "./db";
import type { Env } from "./env";
import { type Kernel, systemCtx } from "./kernel";
import { openKeyring } from "./keyring-check";
import { getMetrics } from "./metrics";
import { homePaths } from "./process/home";
import { readOrCreateFile } from "./process/private-file";
import { Shutdown } from "./process/shutdown";
import { JobQueue } from "./queue";
import { Engine } from "./runs/engine";
import { RunFeeds } from "./runs/feeds";
import { reap } from "./runs/reaper";
import { pruneLogs } from "./runs/runs";

const reapEverySeconds = 5;
const dayMs = 24 * 3600 * 1000;

/** Opens the database and starts everything of the kernel except taking work: modules register their kinds first. */
export async function createKernel(env: Env, log: Logger): Promise<Kernel> {
  const database = await openDatabase(env);
  return assembleKernel({ env, log, database, connection: connectionOf(database, env) });
}

/** The embedded database of BERTH_HOME, or the one of DATABASE_URL. */
function openDatabase(env: Env): Promise<Database> {
  const { databaseUrl, programDir, home } = env;
  return databaseUrl ? openPostgres({ url: databaseUrl, programDir }) : openEmbedded({ home, programDir });
}

/** A kernel on an open database. */
export async function assembleKernel(parts: {
  env: Env;
  log: Logger;
  database: Database;
  connection: ConstructorOptions;
}): Promise<Kernel> {
  const { env, log, database } = parts;
  const metrics = getMetrics();
  const shutdown = new Shutdown(log);
  shutdown.add("close the database", () => database.close());
  try {
    const keyring = await openKeyring(database, env);
    const restoreHooks: (() => Promise<void>)[] = [];
    const hostId = readOrCreateFile(homePaths(env.home).hostId, () => `h${randomUUID().replaceAll("-", "")}\n`).trim();
    const events = new RunFeeds(database, log);
    const createCtx = (options: { orgId: string; runId: string; signal: AbortSignal }) => {
      const ctx = systemCtx(kernel, { orgId: options.orgId, signal: options.signal, requestId: options.runId });
      return { ...ctx, log: log.child({ runId: options.runId }) };
    };
    const worker = `${hostname()}:${process.pid}`;
    const engine = new Engine({ database, log, metrics, hostId, worker, createCtx });
    const isWorker = env.role !== "web";
    const jobs = new JobQueue({ database, connection: parts.connection, engine, log, hostId, isWorker });
    const kernel: Kernel = {
      env,
      db: database.db,
      database,
      jobs,
      events,
      log,
      metrics,
      keyring,
      hostId,
      isDraining: () => shutdown.isDraining,
      onShutdown: (name, hook) => shutdown.add(name, hook),
      onRestore: (hook) => void restoreHooks.push(hook),
      restored: async () => {
        for (const hook of restoreHooks) await hook();
      },
      shutdown: () => shutdown.run(),
    };
    await jobs.start();
    shutdown.add("stop the job queue", () => jobs.stop());
    await events.start();
    await engine.start();
    jobs.schedule("reaper", reapEverySeconds, () => reap({ database, jobs, engine, log }));
    jobs.schedule("log retention", 3600, () =>
      pruneLogs(database, new Date(Date.now() - env.logRetentionDays * dayMs)),
    );
    shutdown.addFirst("stop taking work", async () => {
      await jobs.stopTaking();
      await Promise.all([events.stop(), engine.stop()]);
    });
    return kernel;
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

/** How pg-boss reaches the database that Berth has open. */
function connectionOf(database: Database, env: Env): ConstructorOptions {
  if (database.dialect === "pglite") return { db: fromPglite((database as EmbeddedDatabase).pglite) };
  return { connectionString: env.databaseUrl ?? "", max: 4, application_name: "berth-jobs" };
}

/** True when the database answers. */
export async function isDatabaseUp({ db }: Database): Promise<boolean> {
  try {
    await db.execute(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
