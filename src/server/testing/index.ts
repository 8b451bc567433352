import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { type Ctx, type Permission, permissions } from "../context";
import type { Env } from "../env";
import { type Kernel, systemCtx } from "../kernel";
import { newId } from "../process/ids";
import { openTestPglite, openTestPostgres, postgresAdmin, testEnv, withDatabaseName } from "./open";

/** A ctx in a fresh organization with one owner; `getCtx.kernel()` is the kernel below it. */
export interface GetCtx {
  (options?: { permissions?: readonly Permission[] }): Promise<Ctx>;
  kernel(): Kernel;
  /** Another kernel on the same database, as a second process has it (PostgreSQL only). */
  second(): Promise<Kernel>;
  readonly dialect: "pglite" | "postgres";
}

/** Runs a suite on PGlite and on a real PostgreSQL, each file with a database of its own. */
export function describeOnDatabases(name: string, suite: (getCtx: GetCtx) => void): void {
  describeOnPglite(name, suite);
  describeOnPostgres(name, suite);
}

export function describeOnPglite(name: string, suite: (getCtx: GetCtx) => void): void {
  describeOn("pglite", name, suite, async (home) => {
    const dump = new Blob([await readFile(inject("pgliteTemplate"))]);
    const { kernel } = await openTestPglite(testEnv(home), dump);
    return { kernel, env: kernel.env, drop: async () => undefined };
  });
}

export function describeOnPostgres(name: string, suite: (getCtx: GetCtx) => void): void {
  describeOn("postgres", name, suite, async (home) => {
    const { url, drop } = await createTestDatabase({ fromTemplate: true });
    const env = testEnv(home, url);
    return { kernel: await openTestPostgres(env), env, drop };
  });
}

/** A kernel of its own on an empty, migrated database, for one test. */
export async function openFresh(
  dialect: "pglite" | "postgres",
  makeEnv: (home: string) => Env = testEnv,
): Promise<{ kernel: Kernel; close(): Promise<void> }> {
  const home = mkdtempSync(path.join(tmpdir(), "berth-test-home-"));
  const forget = () => rmSync(home, { recursive: true, force: true });
  if (dialect === "postgres") {
    const { url, drop } = await createTestDatabase({ fromTemplate: true });
    const kernel = await openTestPostgres(testEnv(home, url));
    return { kernel, close: () => kernel.shutdown().then(drop).then(forget) };
  }
  const env = makeEnv(home);
  const isOwn = env.encryptionKeys !== testEnv(home).encryptionKeys;
  // The template was set up with the keys of the tests; other keys need a database of their own from the start.
  const dump = isOwn ? undefined : new Blob([await readFile(inject("pgliteTemplate"))]);
  const { kernel } = await openTestPglite(env, dump);
  return { kernel, close: () => kernel.shutdown().then(forget) };
}

/** A new database on the test server, empty or migrated. */
export async function createTestDatabase(options: {
  fromTemplate: boolean;
}): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = inject("postgresUrl");
  const name = `berth_test_${newId().replaceAll("-", "")}`;
  const template = options.fromTemplate ? inject("postgresTemplate") : "template0";
  await withAdmin(adminUrl, (admin) => admin.unsafe(`create database ${name} template ${template}`));
  return {
    url: withDatabaseName(adminUrl, name),
    drop: () => withAdmin(adminUrl, (admin) => admin.unsafe(`drop database if exists ${name} with (force)`)),
  };
}

async function withAdmin(
  url: string,
  work: (admin: ReturnType<typeof postgresAdmin>) => PromiseLike<unknown>,
): Promise<void> {
  const admin = postgresAdmin(url);
  try {
    await work(admin);
  } finally {
    await admin.end({ timeout: 5 });
  }
}

function describeOn(
  dialect: "pglite" | "postgres",
  name: string,
  suite: (getCtx: GetCtx) => void,
  open: (home: string) => Promise<{ kernel: Kernel; env: Env; drop(): Promise<void> }>,
): void {
  describe(`${name} (${dialect})`, () => {
    const opened: { kernel?: Kernel; env?: Env; extra: Kernel[]; drop?: () => Promise<void> } = { extra: [] };
    const home = mkdtempSync(path.join(tmpdir(), "berth-test-home-"));
    beforeAll(async () => {
      Object.assign(opened, await open(home));
    });
    afterAll(async () => {
      for (const kernel of opened.extra) await kernel.shutdown();
      await opened.kernel?.shutdown();
      await opened.drop?.();
      rmSync(home, { recursive: true, force: true });
    });
    const kernel = () => {
      if (!opened.kernel) throw new Error("The database is open only inside tests and hooks.");
      return opened.kernel;
    };
    const second = async () => {
      const made = await openTestPostgres(kernel().env);
      opened.extra.push(made);
      return made;
    };
    suite(
      Object.assign((options?: { permissions?: readonly Permission[] }) => createCtx(kernel(), options), {
        kernel,
        second,
        dialect,
      }),
    );
  });
}

async function createCtx(kernel: Kernel, options: { permissions?: readonly Permission[] } = {}): Promise<Ctx> {
  const orgId = newId();
  const userId = newId();
  await kernel.db.execute(sql`insert into organization (id, name) values (${orgId}, 'Test')`);
  await kernel.db.execute(sql`insert into "user" (id, name) values (${userId}, 'Tester')`);
  await kernel.db.execute(sql`insert into membership (org_id, user_id, role) values (${orgId}, ${userId}, 'owner')`);
  const ctx = systemCtx(kernel, { orgId });
  return {
    ...ctx,
    actor: { kind: "user", userId, sessionId: newId() },
    permissions: new Set(options.permissions ?? permissions),
  };
}
