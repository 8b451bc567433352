import { beforeAll, expect, it } from "vitest";
import { setVariables, unsetVariables } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import { describeOnPglite } from "@/server/testing";
import { deleteApp } from "../apps";
import { registerJobs } from "../jobs";
import { deploy, finished, tinyProject } from "../testing/tiny-project";
import { applySync } from "./apply";
import { planSync } from "./plan";
import { listSyncTargets } from "./targets";

describeOnPglite("sync to an app of this machine", (getCtx) => {
  beforeAll(() => registerJobs(getCtx.kernel()));

  it("tells what differs from what the app runs with, and restarts it with that", async () => {
    const ctx = await getCtx();
    const { id: projectId } = await createProject(ctx, { name: "quay" });
    expect(await listSyncTargets(ctx, { projectId })).toEqual([]);
    const plain = (value: string) => ({ value, sensitive: false });
    await setVariables(ctx, { projectId, variables: { GREETING: plain("hello"), OLD: plain("x") } });
    expect((await deploy(ctx, projectId, tinyProject())).error).toBeUndefined();
    const [target] = await listSyncTargets(ctx, { projectId });
    expect(target).toMatchObject({ platform: "local", name: "quay", isRunning: true, emulated: false });
    expect(await listSyncTargets(ctx, { projectId, environment: "staging" })).toEqual([]);
    const id = target?.id ?? "";
    expect(await planSync(ctx, { id })).toMatchObject({ items: [], planHash: null, effect: "none" });

    await setVariables(ctx, { projectId, variables: { GREETING: plain("good evening"), FRESH: plain("new") } });
    await unsetVariables(ctx, { projectId, keys: ["OLD"] });
    const plan = await planSync(ctx, { id });
    expect(plan.items.map(({ key, change }) => [key, change])).toEqual([
      ["FRESH", "add"],
      ["GREETING", "update"],
      ["OLD", "remove"],
    ]);
    expect(plan.effect).toBe("reload");
    await expect(applySync(ctx, { id, planHash: "another" })).rejects.toMatchObject({ code: "CONFLICT" });
    const result = await applySync(ctx, { id, planHash: plan.planHash ?? "" });
    expect(result.outcomes.map(({ key, outcome }) => [key, outcome])).toEqual([
      ["FRESH", "set"],
      ["GREETING", "set"],
      ["OLD", "removed"],
    ]);
    const done = await finished(ctx, result.deploymentId ?? "");
    expect(done.error).toBeUndefined();
    expect(await planSync(ctx, { id })).toMatchObject({ items: [], planHash: null });
    await deleteApp(ctx, { name: "quay" });
    await expect(planSync(ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
