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
import { parseEnv } from "@/server/env";
import { type Kernel, systemCtx } from "@/server/kernel";
import { watchEvents } from "@/server/runs";
import { describeOnPglite } from "@/server/testing";
import { dumpRows, findSecrets, type Place } from "@/server/testing/secrets-at-rest";
import { copyVariables } from "../compare/copy";
import { registerEnvironmentJobs } from "../jobs";
import { openSnapshot, revealVariable, setVariables, unsetVariables } from "../service";
import { applyTemplate, saveTemplate } from "../templates/templates";
import { exportVariables, previewImport } from "../transfer/transfer";
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
  fc.record({ do: fc.constantFrom("import" as const, "template" as const), value }),
  fc.record({ do: fc.constantFrom("copy" as const, "export" as const) }),
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
    expect(findSecrets(places, secrets)).toEqual([]);
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
    } else if (each.do === "import") {
      secrets.add(each.value);
      const values = { GAMMA: each.value };
      await previewImport(ctx, { ...ref, values });
      await setVariables(ctx, { ...ref, variables: { GAMMA: { value: each.value } }, cause: "import" });
    } else if (each.do === "template") await fillTemplates(ctx, projectId, each.value);
    else if (each.do === "copy" || each.do === "export") {
      const to = { environment: "staging" };
      const copying = { projectId, from: { environment }, to };
      await (each.do === "copy" ? copyVariables(ctx, copying) : exportVariables(ctx, ref)).catch((error: unknown) =>
        ctx.log.warn({ err: error }, "refused"),
      );
    } else if (each.do === "unset" || each.do === "reveal") {
      const doing =
        each.do === "unset"
          ? unsetVariables(ctx, { ...ref, keys: [each.key] })
          : revealVariable(ctx, { ...ref, key: each.key });
      await doing.catch((error: unknown) => ctx.log.warn({ err: error }, "refused"));
    } else
      await rotate(ctx, each.do === "rotate" ? { scope: "project", projectId } : { scope: "master", newKey: true });
  }

  /** A secret given to a template, and a template made of the environment that has it. */
  async function fillTemplates(ctx: Ctx, projectId: string, given: string): Promise<void> {
    secrets.add(given);
    const place = { projectId, environment: "from-template" };
    const values = { STRIPE_SECRET_KEY: given, STRIPE_WEBHOOK_SECRET: given };
    await unsetVariables(ctx, { ...place, keys: Object.keys(values) }).catch(() => undefined);
    await applyTemplate(ctx, { ...place, templateId: "extras-payments", values });
    await saveTemplate(ctx, { ...place, name: `Own ${given.slice(0, 17).split("").reverse().join("")}` });
  }

  async function rotate(ctx: Ctx, wish: Parameters<typeof rotateKeys>[1]): Promise<void> {
    const started = await rotateKeys(ctx, wish).catch((error: unknown) => ctx.log.warn({ err: error }, "refused"));
    if (!started || !opened.kernel) return;
    const signal = AbortSignal.timeout(60_000);
    for await (const event of watchEvents(opened.kernel, started.runId, { after: 0, signal }))
      if (event.kind === "end") expect(event.status).toBe("succeeded");
  }
});

/** The log, and the database as it lies on the disk. */
function readFiles(folder: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ name: path.relative(folder, file), bytes: readFileSync(file) }));
}
