import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { type Database, type Db, guardRoot, outsideTransaction } from "../db";
import { AppError } from "../errors";
import { homePaths } from "../process/home";
import { isCode, writePrivateFile } from "../process/private-file";
import { takeDatabaseLock } from "./lock";
import { ensureInstallation, inspectDatabase, migrationsTable } from "./migrations";

const keptDumps = 5;
const compress = promisify(gzip);

export interface EmbeddedDatabase extends Database {
  readonly dialect: "pglite";
  readonly pglite: PGlite;
  /** Writes a copy of the whole folder into the backups folder and returns its path. */
  dump(reason: string): Promise<string>;
}

/** Opens the database of BERTH_HOME under its lock; a folder that cannot be opened is moved aside, never replaced silently. */
export async function openEmbedded(options: { home: string; programDir: string }): Promise<EmbeddedDatabase> {
  const paths = homePaths(options.home);
  const release = takeDatabaseLock(paths.lock);
  process.once("exit", release);
  const unlock = () => {
    process.off("exit", release);
    release();
  };
  try {
    const isKnown = checkFolder(options.home);
    const pglite = await openFolder(options.home, isKnown);
    const dump = (reason: string) => dumpFolder(pglite, paths.backups, reason);
    const db = await migrateEmbedded(pglite, {
      ...options,
      location: paths.database,
      beforeChange: () => dump("before-migration"),
    });
    return { ...describe(pglite, db, paths.database, unlock), pglite, dump };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Brings an open PGlite to the current tables and returns its guarded handle. */
export async function migrateEmbedded(
  pglite: PGlite,
  options: { programDir: string; location: string; beforeChange?: () => Promise<unknown> },
): Promise<Db> {
  const root = drizzle(pglite);
  const db = root as unknown as Db;
  const state = await inspectDatabase(db, options.programDir, options.location);
  if (!state.isNew && state.pending > 0) await options.beforeChange?.();
  await migrate(root, { migrationsFolder: state.folder, ...migrationsTable });
  await ensureInstallation(db);
  return guardRoot(db);
}

/** PGlite as a Database, without folder, lock or migrations. */
export function describe(pglite: PGlite, db: Db, location: string, onClosed: () => void = () => undefined) {
  return {
    db,
    dialect: "pglite" as const,
    location,
    async listen(channel: string, onNotice: (payload: string) => void, onReady?: () => void) {
      const stop = await pglite.listen(channel, (payload) => outsideTransaction(() => onNotice(payload)));
      onReady?.();
      return () => stop();
    },
    async close() {
      await pglite.close();
      onClosed();
    },
  };
}

/** True when the folder holds a database; refuses to start empty while a damaged one waits for a decision. */
function checkFolder(home: string): boolean {
  const paths = homePaths(home);
  const isKnown = existsSync(path.join(paths.database, "PG_VERSION"));
  if (!existsSync(paths.attention)) return isKnown;
  if (!isKnown) throw new AppError("PRECONDITION", readFileSync(paths.attention, "utf8").trim());
  rmSync(paths.attention);
  return true;
}

async function openFolder(home: string, isKnown: boolean): Promise<PGlite> {
  const { database } = homePaths(home);
  mkdirSync(path.dirname(database), { recursive: true, mode: 0o700 });
  try {
    return await PGlite.create({ dataDir: database });
  } catch (cause) {
    if (!isKnown || ["EACCES", "EPERM", "EROFS", "ENOSPC", "EMFILE"].some((code) => isCode(cause, code))) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AppError(
        "INTERNAL",
        `The database folder ${database} cannot be used: ${reason}. Nothing was changed.`,
        { cause },
      );
    }
    throw moveAside(home, cause);
  }
}

function moveAside(home: string, cause: unknown): AppError {
  const paths = homePaths(home);
  const aside = `${paths.database}.damaged-${fileTime()}`;
  renameSync(paths.database, aside);
  const newest = listDumps(paths.backups).at(-1);
  const restore = newest
    ? `To go back to the newest copy: mkdir '${paths.database}' && tar -xzf '${path.join(paths.backups, newest)}' -C '${paths.database}'`
    : "There is no copy in the backups folder yet.";
  const message =
    `The database in ${paths.database} could not be opened and was moved to ${aside}; nothing was deleted. ${restore} ` +
    `To begin with an empty database instead: rm '${paths.attention}'. Then start Berth again.`;
  writePrivateFile(paths.attention, `${message}\n`);
  return new AppError("PRECONDITION", message, { cause });
}

/** Names of the dumps, oldest first. */
export function listDumps(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^db-.*\.tar\.gz$/.test(name))
    .sort();
}

async function dumpFolder(pglite: PGlite, folder: string, reason: string): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `db-${fileTime()}-${reason}.tar.gz`);
  await pglite.query("checkpoint");
  // Compressed in Node's thread pool: PGlite's own way takes ten times as long, on this thread.
  const dump = await pglite.dumpDataDir("none");
  await writeFile(`${file}.part`, await compress(await dump.arrayBuffer()), { mode: 0o600 });
  renameSync(`${file}.part`, file);
  for (const name of listDumps(folder).slice(0, -keptDumps)) rmSync(path.join(folder, name));
  return file;
}

function fileTime(): string {
  return new Date().toISOString().replace(/[:.]/g, "-");
}
