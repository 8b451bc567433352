import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { systemCtx } from "@/server/kernel";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import {
  checkEnvironmentFor,
  listEnvironments,
  listVariables,
  revealVariable,
  setVariables,
  unsetVariables,
} from "./service";
import { ensureGenerated, openSnapshot, takeSnapshot } from "./snapshots/deployments";
import { dataKey, envConfig, envSnapshot } from "./tables";

const environment = "production";
const secretOf = (value: string, sensitive = true) => ({ value, sensitive });

describeOnDatabases("environment service", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  let count = 0;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = await newProject();
  });
  const newProject = async (owner = ctx) => {
    count += 1;
    return (await createProject(owner, { name: `shop-${count}` })).id;
  };
  const set = (values: Record<string, string>, at = ctx) => {
    const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, secretOf(value)]));
    return setVariables(at, { projectId, environment, variables });
  };
  const valuesOf = async (snapshotId: string, at = ctx) => {
    const opened = await openSnapshot(at, snapshotId);
    return Object.fromEntries(Array.from(opened, ([key, secret]) => [key, secret.unwrap()]));
  };
  const current = async () => valuesOf((await takeSnapshot(ctx, { projectId, environment })).snapshotId);
  const audits = async (action: string) => {
    const rows = await ctx.db.select().from(auditLog);
    return rows.filter((row) => row.orgId === ctx.orgId && row.action === action);
  };

  it("stores values and gives them back, awkward ones too", async () => {
    const values = { EMPTY: "", LINES: "a\r\nb", ASTRAL: "😀é", DOLLAR: "$(id) $X", BIG: "é".repeat(32_768) };
    const saved = await set(values);
    expect(saved).toMatchObject({ added: Object.keys(values), changed: [], removed: [] });
    expect(await current()).toEqual(values);
  });

  it("opens what an earlier snapshot held after later edits and removals", async () => {
    const first = await set({ A: "1", B: "1" });
    const second = await set({ A: "2", C: "1" });
    const third = await unsetVariables(ctx, { projectId, environment, keys: ["B"] });
    const fourth = await set({ B: "3" });
    expect(await valuesOf(first.snapshotId)).toEqual({ A: "1", B: "1" });
    expect(await valuesOf(second.snapshotId)).toEqual({ A: "2", B: "1", C: "1" });
    expect(await valuesOf(third.snapshotId)).toEqual({ A: "2", C: "1" });
    expect(await valuesOf(fourth.snapshotId)).toEqual({ A: "2", B: "3", C: "1" });
    const list = await listVariables(ctx, { projectId, environment });
    expect(list.map(({ key, version }) => [key, version])).toEqual([
      ["A", 2],
      ["B", 3],
      ["C", 1],
    ]);
  });

  it("opens every point of a random history exactly", async () => {
    const key = fc.constantFrom("A", "B", "C");
    const step = fc.oneof(
      fc.record({ set: fc.dictionary(key, fc.constantFrom("", "1", "2", "'\n\"$"), { minKeys: 1 }) }),
      fc.record({ unset: key }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        projectId = await newProject();
        const points: [string, Record<string, string>][] = [];
        let now: Record<string, string> = {};
        for (const each of steps) {
          if ("unset" in each && !(each.unset in now)) continue;
          if ("set" in each) now = { ...now, ...each.set };
          else now = Object.fromEntries(Object.entries(now).filter(([name]) => name !== each.unset));
          const ref = { projectId, environment };
          const saved = await ("set" in each ? set(each.set) : unsetVariables(ctx, { ...ref, keys: [each.unset] }));
          points.push([saved.snapshotId, now]);
        }
        for (const [snapshotId, expected] of points) expect(await valuesOf(snapshotId)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  it("writes nothing when nothing changes", async () => {
    const first = await set({ A: "1" });
    const again = await set({ A: "1" });
    expect(again).toEqual({ snapshotId: first.snapshotId, added: [], changed: [], removed: [], merged: [] });
    expect(await audits("environment.saved")).toHaveLength(1);
  });

  it("checks values against what a configuration reads, and stores none of them", async () => {
    const config = { name: "shop", database: "drizzle-postgres", auth: "nextauth", authProviders: ["credentials"] };
    const local = checkEnvironmentFor(ctx, { config, values: {}, platform: "local" });
    expect(local.valid).toBe(true);
    const remote = checkEnvironmentFor(ctx, { config, values: { AUTH_SECRET: "short" }, platform: "vercel" });
    const blocking = remote.variables.filter(({ status }) => status === "error" || status === "missing");
    expect(blocking.map(({ key, status }) => [key, status])).toEqual([
      ["DATABASE_URL", "missing"],
      ["AUTH_SECRET", "error"],
    ]);
    expect(() => checkEnvironmentFor(ctx, { config: { name: "../x" }, values: {} })).toThrow(/name/);
    expect(await listEnvironments(ctx, { projectId })).toEqual([]);
  });

  it("shows only what is not sensitive", async () => {
    await setVariables(ctx, {
      projectId,
      environment,
      variables: { OPEN: secretOf("seen", false), CLOSED: secretOf("unseen") },
    });
    const list = await listVariables(ctx, { projectId, environment });
    expect(list.map(({ key, value }) => [key, value])).toEqual([
      ["CLOSED", undefined],
      ["OPEN", "seen"],
    ]);
    const hidden = await setVariables(ctx, { projectId, environment, variables: { OPEN: secretOf("seen") } });
    expect(hidden.changed).toEqual(["OPEN"]);
    expect((await listVariables(ctx, { projectId, environment })).every(({ value }) => value === undefined)).toBe(true);
  });

  it("keeps environments apart and counts them", async () => {
    await set({ A: "1", B: "2" });
    await setVariables(ctx, { projectId, environment: "staging", variables: { A: secretOf("s") } });
    expect(await current()).toEqual({ A: "1", B: "2" });
    expect(await listEnvironments(ctx, { projectId })).toMatchObject([
      { name: "production", count: 2 },
      { name: "staging", count: 1 },
    ]);
  });

  it("reveals one value and records who read it", async () => {
    await set({ API_KEY: "sk-reveal-me" });
    expect(await revealVariable(ctx, { projectId, environment, key: "API_KEY" })).toEqual({ value: "sk-reveal-me" });
    const [row, ...more] = await audits("environment.revealed");
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      targetId: projectId,
      actorKind: "user",
      details: { environment, key: "API_KEY", version: 1 },
    });
    await expect(revealVariable(ctx, { projectId, environment, key: "NONE" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("makes a secret once, also when asked at the same moment, and replaces empty text", async () => {
    await set({ EMPTY_SECRET: "", OWN_SECRET: "kept" });
    const ask = () =>
      ensureGenerated(ctx, { projectId, environment, keys: ["AUTH_SECRET", "EMPTY_SECRET", "OWN_SECRET"] });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.flatMap(({ added, changed }) => [...added, ...changed]).sort()).toEqual([
      "AUTH_SECRET",
      "EMPTY_SECRET",
    ]);
    const values = await current();
    expect(values.OWN_SECRET).toBe("kept");
    expect(values.AUTH_SECRET).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(values.EMPTY_SECRET).toMatch(/^[A-Za-z0-9_-]{43}$/);
    await ask();
    expect(await current()).toEqual(values);
  });

  it("loses nothing when many save at once, the first time too", async () => {
    const writers = Array.from({ length: 12 }, (_, index) => index);
    await Promise.all(writers.map((index) => set({ SHARED: `by-${index}`, [`OWN_${index}`]: `${index}` })));
    const values = await current();
    for (const index of writers) expect(values[`OWN_${index}`]).toBe(`${index}`);
    const [config, ...otherConfigs] = (await ctx.db.select().from(envConfig)).filter(
      (row) => row.projectId === projectId,
    );
    expect(otherConfigs).toEqual([]);
    const seqs = (await ctx.db.select().from(envSnapshot))
      .filter((row) => row.configId === config?.id)
      .map(({ seq }) => seq);
    expect(seqs.sort((a, b) => a - b)).toEqual(writers.map((index) => index + 1));
    const shared = (await listVariables(ctx, { projectId, environment })).find(({ key }) => key === "SHARED");
    expect(shared?.version).toBe(writers.length);
    const keys = (await ctx.db.select().from(dataKey)).filter((row) => row.projectId === projectId);
    expect(keys).toMatchObject([{ state: "active", encryptCount: 24 }]);
  });

  it("refuses without the permission, and stores nothing", async () => {
    const { snapshotId } = await set({ A: "1" });
    const without = (missing: string): Ctx => ({
      ...ctx,
      permissions: new Set(permissions.filter((each) => each !== missing)),
    });
    const forbidden = { code: "FORBIDDEN" };
    await expect(set({ A: "2" }, without("environment:write"))).rejects.toMatchObject(forbidden);
    const unset = unsetVariables(without("environment:write"), { projectId, environment, keys: ["A"] });
    await expect(unset).rejects.toMatchObject(forbidden);
    const generate = ensureGenerated(without("environment:write"), { projectId, environment, keys: ["B"] });
    await expect(generate).rejects.toMatchObject(forbidden);
    await expect(listVariables(without("environment:read"), { projectId, environment })).rejects.toMatchObject(
      forbidden,
    );
    await expect(takeSnapshot(without("environment:read"), { projectId, environment })).rejects.toMatchObject(
      forbidden,
    );
    await expect(openSnapshot(without("environment:reveal"), snapshotId)).rejects.toMatchObject(forbidden);
    const reveal = revealVariable(without("environment:reveal"), { projectId, environment, key: "A" });
    await expect(reveal).rejects.toMatchObject(forbidden);
    expect(await current()).toEqual({ A: "1" });
  });

  it("shows another organization nothing", async () => {
    const { snapshotId } = await set({ A: "1" });
    const stranger = await getCtx();
    const missing = { code: "NOT_FOUND" };
    await expect(set({ A: "2" }, stranger)).rejects.toMatchObject(missing);
    await expect(listVariables(stranger, { projectId, environment })).rejects.toMatchObject(missing);
    await expect(revealVariable(stranger, { projectId, environment, key: "A" })).rejects.toMatchObject(missing);
    await expect(openSnapshot(stranger, snapshotId)).rejects.toMatchObject(missing);
    await expect(takeSnapshot(stranger, { projectId, environment })).rejects.toMatchObject(missing);
    await expect(listEnvironments(stranger, { projectId })).rejects.toMatchObject(missing);
  });

  it("refuses bad input by name, and stores nothing", async () => {
    const bad: Record<string, string>[] = [
      { "bad name": "x" },
      { A: "a\0b" },
      { A: "\uD800" },
      { A: "é".repeat(32_769) },
      { constructor: "x" },
    ];
    for (const values of bad) await expect(set({ GOOD: "1", ...values })).rejects.toThrow();
    const environments = ["Production", "../x", "", "a".repeat(41)];
    for (const name of environments) {
      await expect(
        setVariables(ctx, { projectId, environment: name, variables: { A: secretOf("1") } }),
      ).rejects.toThrow();
    }
    expect(await listVariables(ctx, { projectId, environment })).toEqual([]);
    await expect(unsetVariables(ctx, { projectId, environment, keys: ["NONE"] })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "NONE is not set in the environment production.",
    });
    expect(await listEnvironments(ctx, { projectId })).toEqual([]);
  });

  it("is read by Berth itself for a deployment, and the reading is recorded", async () => {
    const { snapshotId } = await set({ A: "1" });
    const system = systemCtx(getCtx.kernel(), { orgId: ctx.orgId });
    const opened = await openSnapshot(system, snapshotId);
    expect(`${opened.get("A")} ${JSON.stringify([...opened.values()])}`).not.toContain("1");
    expect(await audits("environment.read")).toMatchObject([
      { actorKind: "system", details: { snapshotId, keys: ["A"] } },
    ]);
    await expect(openSnapshot(system, "none")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
