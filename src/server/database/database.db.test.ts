import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inTransaction, queryRows } from "../db";
import { homePaths } from "../process/home";
import { newId } from "../process/ids";
import { run } from "../tables";
import { createTestDatabase, describeOnDatabases } from "../testing";
import { postgresAdmin } from "../testing/open";
import { openEmbedded } from "./embedded";
import { openPostgres } from "./postgres";

const programDir = process.cwd();

describeOnDatabases("transactions", (getCtx) => {
  const values = (id: string) => ({ id, orgId: "o", kind: "k", spec: {}, timeoutSeconds: 1 });
  const count = async (id: string) => (await getCtx.kernel().db.select().from(run).where(eq(run.id, id))).length;

  it("throw instead of hanging when the root handle is used inside", async () => {
    const ctx = await getCtx();
    const id = newId();
    const inside = inTransaction(ctx, async (tx) => {
      await tx.db.insert(run).values(values(id));
      await ctx.db.select().from(run);
    });
    await expect(inside).rejects.toThrow("The root database handle (select) was used inside a transaction");
    await expect(inTransaction(ctx, async () => ctx.jobs.send(id))).rejects.toThrow("jobs.send was used inside");
    await expect(inTransaction(ctx, () => inTransaction(ctx, async () => 1))).rejects.toThrow("inside a transaction");
    expect(await count(id)).toBe(0);
  });

  it("are joined by inner ones: all or nothing", async () => {
    const ctx = await getCtx();
    const [first, second] = [newId(), newId()];
    const failing = inTransaction(ctx, async (tx) => {
      await tx.db.insert(run).values(values(first));
      await inTransaction(tx, (inner) => inner.db.insert(run).values(values(second)));
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect([await count(first), await count(second)]).toEqual([0, 0]);
    await inTransaction(ctx, async (tx) => {
      await inTransaction(tx, (inner) => inner.db.insert(run).values(values(second)));
    });
    expect(await count(second)).toBe(1);
  });

  it("leave the root handle usable for work that goes on after them", async () => {
    const ctx = await getCtx();
    let later: Promise<unknown> | undefined;
    await inTransaction(ctx, async () => {
      later = new Promise((resolve) => setTimeout(resolve, 20)).then(() => ctx.db.select().from(run));
    });
    await expect(later).resolves.toBeDefined();
  });
});

describe("the embedded database", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "berth-embedded-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it("is refused to a second opener, and free again after closing", async () => {
    const first = await openEmbedded({ home, programDir });
    await expect(openEmbedded({ home, programDir })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(`The data folder ${home} is in use by this process`),
    });
    await first.close();
    expect(existsSync(homePaths(home).lock)).toBe(false);
    const second = await openEmbedded({ home, programDir });
    await second.close();
  });

  it("keeps its rows, and copies itself before a migration of an existing folder", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "berth-program-"));
    cpSync(path.join(programDir, "drizzle"), path.join(folder, "drizzle"), { recursive: true });
    const first = await openEmbedded({ home, programDir: folder });
    await first.db.insert(run).values({ id: "kept", orgId: "o", kind: "k", spec: {}, timeoutSeconds: 1 });
    await first.close();
    addMigration(folder, "0001_more", "create table more (id text)");
    const second = await openEmbedded({ home, programDir: folder });
    expect(await queryRows(second.db, sql`select count(*)::int as n from more`)).toEqual([{ n: 0 }]);
    expect((await second.db.select({ id: run.id }).from(run))[0]?.id).toBe("kept");
    await second.close();
    expect(readdirSync(homePaths(home).backups)).toEqual([expect.stringMatching(/^db-.*-before-migration\.tar\.gz$/)]);
    await expect(openEmbedded({ home, programDir })).rejects.toThrow("was written by a newer Berth");
    rmSync(folder, { recursive: true });
  });

  it("is moved aside when it cannot be opened, says how to restore it, and never starts empty by itself", async () => {
    const paths = homePaths(home);
    const first = await openEmbedded({ home, programDir });
    await first.db.insert(run).values({ id: "kept", orgId: "o", kind: "k", spec: {}, timeoutSeconds: 1 });
    await first.dump("daily");
    await first.close();
    for (const name of readdirSync(path.join(paths.database, "global"))) {
      writeFileSync(path.join(paths.database, "global", name), "damaged");
    }
    const failure: unknown = await openEmbedded({ home, programDir }).catch((error: unknown) => error);
    const message = failure instanceof Error ? failure.message : "";
    expect(message).toContain("could not be opened and was moved to");
    expect(message).toContain("nothing was deleted");
    expect(readdirSync(home).some((name) => name.startsWith("db.damaged-"))).toBe(true);
    await expect(openEmbedded({ home, programDir })).rejects.toThrow(message);

    const command = /newest copy: (.*) To begin/.exec(message)?.[1] ?? "";
    execFileSync("sh", ["-c", command], { stdio: "ignore" });
    const restored = await openEmbedded({ home, programDir });
    expect((await restored.db.select({ id: run.id }).from(run))[0]?.id).toBe("kept");
    await restored.close();
    expect(existsSync(paths.attention)).toBe(false);
  });

  it("takes the lock over from a dead process only", async () => {
    const { lock } = homePaths(home);
    mkdirSync(home, { recursive: true });
    const first = await openEmbedded({ home, programDir });
    const holder = JSON.parse(readFileSync(lock, "utf8"));
    await first.close();
    const sleeper = spawn("sleep", ["60"]);
    const other = { ...holder, pid: sleeper.pid, nonce: "other" };
    // A pid that lives again as another process: its start time differs, so the holder is dead.
    writeFileSync(lock, JSON.stringify({ ...other, startedAt: "1" }));
    await (await openEmbedded({ home, programDir })).close();
    const stat = readFileSync(`/proc/${sleeper.pid}/stat`, "utf8");
    const startedAt = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    writeFileSync(lock, JSON.stringify({ ...other, startedAt, since: "2000-01-01T00:00:00.000Z" }));
    await expect(openEmbedded({ home, programDir })).rejects.toThrow(
      `in use by process ${sleeper.pid} since 2000-01-01`,
    );
    const ended = new Promise((resolve) => sleeper.once("exit", resolve));
    sleeper.kill("SIGKILL");
    await ended;
    await (await openEmbedded({ home, programDir })).close();
    expect(readdirSync(home).filter((name) => name.startsWith("db.lock"))).toEqual([]);
  });
});

describe("a PostgreSQL database", () => {
  it("of somebody else is refused before any write, by host and name", async () => {
    const { url, drop } = await createTestDatabase({ fromTemplate: false });
    const client = postgresAdmin(url);
    await client`create table customers (id int)`;
    const name = new URL(url).pathname.slice(1);
    await expect(openPostgres({ url, programDir })).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringMatching(
        new RegExp(`the database ${name} on .*is not empty.*public.customers.*Nothing was changed`),
      ),
    });
    const tables =
      await client`select schemaname || '.' || tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
    expect(tables.map((row) => row.name)).toEqual(["public.customers"]);
    await client.end();
    await drop();
  });

  it("is migrated once when several processes start on it", async () => {
    const { url, drop } = await createTestDatabase({ fromTemplate: false });
    const opened = await Promise.all(Array.from({ length: 3 }, () => openPostgres({ url, programDir })));
    const [first] = opened;
    expect(first && (await queryRows(first.db, sql`select count(*)::int as n from berth_installation`))).toEqual([
      { n: 1 },
    ]);
    await Promise.all(opened.map((database) => database.close()));
    await drop();
  });

  it("that cannot be reached is one clear sentence without the password", async () => {
    const url = "postgres://berth:very-secret@127.0.0.1:1/berth";
    await expect(openPostgres({ url, programDir })).rejects.toMatchObject({
      code: "UPSTREAM",
      message: expect.stringMatching(/^Cannot use the database berth on 127\.0\.0\.1:1: (?!.*very-secret)/),
    });
  });
});

function addMigration(folder: string, tag: string, statement: string): void {
  writeFileSync(path.join(folder, "drizzle", `${tag}.sql`), `${statement};\n`);
  const file = path.join(folder, "drizzle", "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8"));
  const last = journal.entries.at(-1);
  journal.entries.push({ ...last, idx: journal.entries.length, tag, when: last.when + 1000 });
  writeFileSync(file, JSON.stringify(journal));
}
