import { desc, eq, sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { setVariables } from "@/modules/environment";
import { replaceDataKey } from "@/modules/environment/testing/replace-data-key";
import type { Ctx, Permission } from "@/server/context";
import { queryRows } from "@/server/db";
import { auditLog } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { registerJobs } from "../jobs";
import { hostedSync } from "../tables";
import { until } from "../testing/tiny-project";
import { vercelRuns } from "../testing/vercel-runs";
import { applySync } from "./apply";
import { planSync } from "./plan";
import { readRecord } from "./record";
import type { SyncPlan } from "./schema";
import { listSyncTargets } from "./targets";

describeOnPglite("sync to Vercel", (getCtx) => {
  const runs = vercelRuns(getCtx, registerJobs, { paceMs: 5 });
  let ctx: Ctx;
  let projectId: string;
  let name: string;
  let id: string;
  let number = 0;

  beforeEach(async () => {
    ctx = runs.ctx;
    runs.vercel.scenario.clear();
    number += 1;
    name = `jetty-${number}`;
    projectId = (await runs.begin(name)).projectId;
    await until(async () => (await listSyncTargets(ctx, { projectId })).length === 1, 60_000);
    id = (await listSyncTargets(ctx, { projectId }))[0]?.id ?? "";
    await set({ API_KEY: "the-first-secret" });
    expect((await runs.again(projectId)).error).toBeUndefined();
  });

  const set = (values: Record<string, string>) => {
    const variables = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { value, sensitive: true }]),
    );
    return setVariables(ctx, { projectId, variables });
  };
  const plan = () => planSync(ctx, { id });
  const apply = async (overwrite: string[] = []) =>
    applySync(ctx, { id, planHash: (await plan()).planHash ?? "", overwrite });
  const itemOf = ({ items }: SyncPlan, wanted: string) => items.find(({ key }) => key === wanted);
  const stored = (key: string) => runs.onVercel(name).project.variables.filter((each) => each.key === key);
  const without = (...missing: Permission[]): Ctx => {
    return { ...ctx, permissions: new Set([...ctx.permissions].filter((each) => !missing.includes(each))) };
  };

  it("tells an edit of a sealed value by its date, and lets it be where it is not named", async () => {
    expect(itemOf(await plan(), "API_KEY")).toMatchObject({ change: "same", sensitive: true });
    runs.vercel.setVariable(name, "API_KEY", "edited there");
    expect(itemOf(await plan(), "API_KEY")).toMatchObject({ change: "update", drift: "edited" });
    expect((await apply(["API_KEY"])).outcomes).toEqual([{ key: "API_KEY", outcome: "set" }]);
    expect(stored("API_KEY")).toMatchObject([{ value: "the-first-secret", type: "sensitive", target: ["production"] }]);
    expect(itemOf(await plan(), "API_KEY")).toMatchObject({ change: "same" });
  });

  it("knows what an earlier Berth deployed, but not whether somebody edited what Vercel hides", async () => {
    await ctx.db.delete(hostedSync).where(eq(hostedSync.hostedAppId, id));
    const found = await plan();
    expect(found.target.syncedAt).toBeNull();
    expect(itemOf(found, "API_KEY")).toMatchObject({ change: "unreadable", message: expect.stringContaining("same") });
    runs.vercel.setVariable(name, "API_KEY", null);
    const gone = await plan();
    expect(itemOf(gone, "API_KEY")).toEqual(expect.objectContaining({ change: "add" }));
    expect(gone.drifted).toBe(0);
    await apply();
    expect((await plan()).target.syncedAt).not.toBeNull();
    expect(itemOf(await plan(), "API_KEY")?.change).toBe("same");
  });

  it("leaves other targets what they have where one variable is for several", async () => {
    const { project } = runs.onVercel(name);
    const [template] = project.variables;
    if (!template) throw new Error("The project has no variable.");
    const shared = { ...template, id: "env_shared", key: "SHARED", value: "for all", type: "plain", comment: "" };
    project.variables.push({ ...shared, target: ["production", "preview", "development"] });
    project.variables.push({ ...shared, id: "env_preview", key: "PREVIEW_ONLY", target: ["preview"] });
    await set({ SHARED: "of Berth", PREVIEW_ONLY: "of Berth" });
    const found = await plan();
    expect(itemOf(found, "SHARED")).toMatchObject({ change: "update", drift: "added" });
    expect(itemOf(found, "PREVIEW_ONLY")).toMatchObject({ change: "add" });
    expect((await apply(["SHARED"])).failed).toBe(0);
    expect(stored("SHARED")).toMatchObject([
      { value: "for all", target: ["preview", "development"] },
      { value: "of Berth", target: ["production"] },
    ]);
    expect(stored("PREVIEW_ONLY").map(({ target, value }) => [target, value])).toEqual([
      [["preview"], "for all"],
      [["production"], "of Berth"],
    ]);
  });

  it("compares on after the project's data key was replaced", async () => {
    await set({ PLAIN: "kept" });
    await apply();
    await replaceDataKey(getCtx.kernel(), ctx, projectId);
    const states = await queryRows<{ state: string }>(
      ctx.db,
      sql`select state from data_key where project_id = ${projectId} order by state`,
    );
    expect(states.map(({ state }) => state)).toEqual(["active", "retired"]);
    const same = await plan();
    expect(same.drifted).toBe(0);
    expect(same.planHash).toBeNull();
    runs.vercel.setVariable(name, "PLAIN", "edited there");
    await set({ API_KEY: "the-second-secret" });
    const found = await plan();
    expect(itemOf(found, "API_KEY")).toEqual(expect.not.objectContaining({ drift: expect.anything() }));
    expect(itemOf(found, "API_KEY")?.change).toBe("update");
    expect(itemOf(found, "PLAIN")).toMatchObject({ change: "update", drift: "edited" });
  });

  it("sends nothing that a deployment would refuse, and says which variable is why", async () => {
    await set({ DATABASE_URL: "postgres://user:pass@localhost:5432/app" });
    const found = await plan();
    expect(found).toMatchObject({ planHash: null, problems: [{ key: "DATABASE_URL" }] });
    expect(JSON.stringify(found)).not.toContain("user:pass");
    await expect(applySync(ctx, { id, planHash: "x" })).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining("DATABASE_URL"),
    });
    expect(stored("DATABASE_URL")).toEqual([]);
  });

  it("shows a plan to readers, and lets only those apply it who may deploy and see values", async () => {
    await set({ FRESH: "a-fresh-secret" });
    const reader = without("deployment:write", "environment:write", "environment:reveal");
    const { planHash } = await planSync(reader, { id });
    expect(planHash).not.toBeNull();
    for (const missing of ["deployment:write", "environment:reveal"] as const) {
      const attempt = applySync(without(missing), { id, planHash: planHash ?? "" });
      await expect(attempt).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    for (const missing of ["deployment:read", "environment:read"] as const)
      await expect(planSync(without(missing), { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger = await getCtx();
    await expect(planSync(stranger, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(listSyncTargets(stranger, { projectId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("tells a refused token with the account to reconnect, and keeps what was done before it was refused", async () => {
    await set({ FRESH: "a-fresh-secret" });
    const { planHash } = await plan();
    runs.vercel.scenario.add({ operation: "createProjectEnv", answer: { status: 403, json: refusedToken } });
    const result = await applySync(ctx, { id, planHash: planHash ?? "" });
    expect(result).toMatchObject({ failed: 1, outcomes: [{ key: "FRESH", outcome: "failed" }], effect: "none" });
    expect(result.effectMessage).toBe("Nothing was changed on Vercel, which refused it.");
    const [audited] = await ctx.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.targetId, projectId))
      .orderBy(desc(auditLog.id))
      .limit(1);
    expect(audited).toMatchObject({ action: "environment.synced", details: { failed: ["FRESH"], set: {} } });
    runs.vercel.scenario.clear();
    runs.vercel.scenario.add({ operation: "filterProjectEnvs", answer: { status: 403, json: refusedToken } });
    await expect(plan()).rejects.toMatchObject({ details: { reconnect: runs.connectionId } });
    runs.vercel.scenario.clear();
    expect((await apply()).failed).toBe(0);
    expect(itemOf(await plan(), "FRESH")?.change).toBe("same");
  });

  it("writes down what it is about to send before it sends it", async () => {
    await set({ FRESH: "a-fresh-secret" });
    const { planHash } = await plan();
    runs.vercel.scenario.add({ operation: "createProjectEnv", delayMs: 1_500 });
    const applied = applySync(ctx, { id, planHash: planHash ?? "" });
    await until(async () => (await readRecord(ctx, id))?.entries.get("FRESH")?.trying !== undefined);
    expect(stored("FRESH")).toEqual([]);
    expect((await applied).failed).toBe(0);
    expect((await readRecord(ctx, id))?.entries.get("FRESH")).toEqual({
      sent: expect.objectContaining({ mark: expect.any(String) }),
    });
  });

  it("does once what an answer that was lost leaves open", async () => {
    await set({ FRESH: "a-fresh-secret" });
    const { planHash } = await plan();
    runs.vercel.scenario.add({ operation: "createProjectEnv", lose: "after", times: 1 });
    expect((await applySync(ctx, { id, planHash: planHash ?? "" })).failed).toBe(0);
    runs.vercel.scenario.clear();
    expect(stored("FRESH")).toHaveLength(1);
    expect(itemOf(await plan(), "FRESH")?.change).toBe("same");
  });
});

const refusedToken = { error: { code: "forbidden", message: "Not authorized", invalidToken: true } };
