import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject, deleteProject } from "@/modules/projects";
import { registerModuleKeys } from "@/server/boot";
import { type Ctx, permissions } from "@/server/context";
import { createKernel } from "@/server/create-kernel";
import { queryRows } from "@/server/db";
import { parseEnv } from "@/server/env";
import { type Kernel, systemCtx } from "@/server/kernel";
import { watchEvents } from "@/server/runs";
import { describeOnPglite } from "@/server/testing";
import { registerEnvironmentJobs } from "../jobs";
import { openSnapshot, revealVariable, setVariables, unsetVariables } from "../service";
import { rotateKeys } from "./verbs";

const environment = "production";
const names = ["ALPHA", "BETA", "GAMMA"];
const hex = fc.integer({ min: 0, max: 0xffff_ffff }).map((value) => value.toString(16).padStart(8, "0"));
/** Long enough that nothing else is it by chance; some with characters that logs and JSON would escape. */
const value = fc
  .tuple(hex, hex, fc.constantFrom("", '"quoted"', "ü\u{1F6A2}", "line\nbreak", "a=b&c"))
  .map((parts) => parts.join("-"));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("set" as const), key: fc.constantFrom(...names), value }) },
  fc.record({ do: fc.constant("unset" as const), key: fc.constantFrom(...names) }),
  fc.record({ do: fc.constant("reveal" as const), key: fc.constantFrom(...names) }),
  fc.record({ do: fc.constant("refused" as const), value }),
  fc.record({ do: fc.constantFrom("rotate" as const, "master" as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describeOnPglite("secrets at rest", () => {
  const home = mkdtempSync(path.join(tmpdir(), "berth-leaks-"));
  const logFile = path.join(home, "berth.log");
  const opened: { kernel?: Kernel } = {};
  const secrets = new Set<string>();
  const ctxOf = (): Ctx => {
    if (!opened.kernel) throw new Error("The kernel is open only inside tests.");
    return { ...systemCtx(opened.kernel, { orgId: "o" }), permissions: new Set(permissions) };
  };

  beforeAll(async () => {
    registerModuleKeys();
    const env = parseEnv({ BERTH_HOME: path.join(home, "home"), NODE_ENV: "test" });
    const log = pino({ level: "trace" }, pino.destination({ dest: logFile, sync: true }));
    opened.kernel = await createKernel(env, log);
    await registerEnvironmentJobs(opened.kernel);
    await opened.kernel.db.execute(sql`insert into organization (id, name) values ('o', 'Own')`);
  });
  afterAll(async () => {
    await opened.kernel?.shutdown();
    rmSync(home, { recursive: true, force: true });
  });

  it("stand in no table, no log and no file, whatever was done with them", { timeout: 240_000 }, async () => {
    let histories = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        histories += 1;
        const ctx = ctxOf();
        const { id: projectId } = await createProject(ctx, { name: `shop-${histories}` });
        for (const each of steps) await act(ctx, projectId, each);
        if (histories % 3 === 0) await deleteProject(ctx, { id: projectId });
      }),
      { numRuns: 12 },
    );
    const places = [...(await dumpRows(ctxOf())), ...readFiles(home)];
    const whole = places.map(({ bytes }) => bytes.toString("latin1")).join("\n");
    // What has to be there, or the search below would find nothing for the wrong reason.
    for (const present of ["ALPHA", "enc:v1:", "vault.rotated", "run finished"]) expect(whole).toContain(present);
    expect(secrets.size).toBeGreaterThan(20);
    const found = [...secrets].flatMap((secret) =>
      formsOf(secret).flatMap((form) => places.filter(({ bytes }) => bytes.includes(form)).map(({ name }) => name)),
    );
    expect(found).toEqual([]);
  });

  async function act(ctx: Ctx, projectId: string, each: Step): Promise<void> {
    const ref = { projectId, environment };
    if (each.do === "set") {
      secrets.add(each.value);
      const variables = { [each.key]: { value: each.value, sensitive: true } };
      const { snapshotId } = await setVariables(ctx, { ...ref, variables });
      expect((await openSnapshot(ctx, snapshotId)).get(each.key)?.unwrap()).toBe(each.value);
    } else if (each.do === "refused") {
      secrets.add(each.value);
      const variables = { "not a name": { value: each.value, sensitive: true } };
      await expect(setVariables(ctx, { ...ref, variables })).rejects.toThrow();
      const broken = { ALPHA: { value: `${each.value}\uD800`, sensitive: true } };
      await expect(setVariables(ctx, { ...ref, variables: broken })).rejects.toThrow();
    } else if (each.do === "unset" || each.do === "reveal") {
      const doing =
        each.do === "unset"
          ? unsetVariables(ctx, { ...ref, keys: [each.key] })
          : revealVariable(ctx, { ...ref, key: each.key });
      await doing.catch((error: unknown) => ctx.log.warn({ err: error }, "refused"));
    } else
      await rotate(ctx, each.do === "rotate" ? { scope: "project", projectId } : { scope: "master", newKey: true });
  }

  async function rotate(ctx: Ctx, wish: Parameters<typeof rotateKeys>[1]): Promise<void> {
    const started = await rotateKeys(ctx, wish).catch((error: unknown) => ctx.log.warn({ err: error }, "refused"));
    if (!started || !opened.kernel) return;
    const signal = AbortSignal.timeout(60_000);
    for await (const event of watchEvents(opened.kernel, started.runId, { after: 0, signal }))
      if (event.kind === "end") expect(event.status).toBe("succeeded");
  }
});

interface Place {
  name: string;
  bytes: Buffer;
}

/** Every row of every table, those of the job queue too. */
async function dumpRows({ db }: Ctx): Promise<Place[]> {
  const tables = await queryRows<{ schema: string; name: string }>(
    db,
    sql`select table_schema as schema, table_name as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const places: Place[] = [];
  for (const { schema, name } of tables) {
    const rows = await queryRows<{ row: string }>(
      db,
      sql.raw(`select row_to_json(t)::text as row from "${schema}"."${name}" t`),
    );
    places.push({ name: `${schema}.${name}`, bytes: Buffer.from(rows.map(({ row }) => row).join("\n")) });
  }
  return places;
}

/** The log, and the database as it lies on the disk. */
function readFiles(folder: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ name: path.relative(folder, file), bytes: readFileSync(file) }));
}

/** The ways a value is written down by accident. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const unpadded = bytes.toString("base64").replace(/=+$/, "");
  // The last characters of a base64 text depend on what follows.
  const forms = [secret, unpadded.slice(0, -2), bytes.toString("base64url").slice(0, -2), bytes.toString("hex")];
  return [...new Set([...forms, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
}
