import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { openSnapshot, takeSnapshot } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import { createRun } from "@/server/runs";
import { run, runEvent } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { setMachine } from "./local/machine";
import { getDeployment } from "./queries";
import { DeploymentSpec, deploymentKind } from "./run-spec";
import { setVariablesAndRetry } from "./set-and-retry";
import { deployment } from "./tables";

const value = "postgres://needle-in-a-value@db.example.com/shop";

describeOnPglite("setting values and trying again", (getCtx) => {
  let ctx: Ctx;
  beforeAll(() => setMachine(getCtx.kernel()));
  beforeEach(async () => {
    ctx = await getCtx();
  });

  async function ended(status: string): Promise<string> {
    const id = ctx.newId();
    const project = await createProject(ctx, { name: `shop-${id.slice(-6)}`, config: { name: "shop" } });
    const spec = DeploymentSpec.parse({
      projectId: project.id,
      name: "shop",
      platform: "local",
      environment: "production",
      sourceId: null,
      filesOf: null,
      timeoutSeconds: 60,
    });
    await inTransaction(ctx, async (tx) => {
      await createRun(tx, { id, kind: deploymentKind, spec: JSON.parse(JSON.stringify(spec)), timeoutSeconds: 60 });
      const place = { projectId: project.id, platform: "local", environment: "production", name: "shop" };
      await tx.db
        .insert(deployment)
        .values({ id, orgId: tx.orgId, ...place, config: {}, cause: "deploy", createdBy: "u" });
    });
    await ctx.db.update(run).set({ status }).where(eq(run.id, id));
    return id;
  }
  const variables = { DATABASE_URL: { value } };
  async function stored(id: string): Promise<[string, string][]> {
    const { projectId, environment } = await getDeployment(ctx, { id });
    const { snapshotId } = await takeSnapshot(ctx, { projectId, environment });
    return [...(await openSnapshot(ctx, snapshotId))].map(([key, secret]) => [key, secret.unwrap()]);
  }

  it("stores the values in the deployment's environment, then starts it once more", async () => {
    const id = await ended("failed");
    const again = await setVariablesAndRetry(ctx, { id, variables });
    const { predecessorId, cause } = await getDeployment(ctx, again);
    expect({ predecessorId, cause }).toEqual({ predecessorId: id, cause: "retry" });
    expect(await stored(again.id)).toEqual([["DATABASE_URL", value]]);
    const rows = JSON.stringify(await ctx.db.select().from(runEvent).where(eq(runEvent.runId, again.id)));
    expect(rows).not.toContain("needle");
  });

  it.each(["succeeded", "running"])("sets nothing for a deployment that is %s", async (status) => {
    const id = await ended(status);
    await expect(setVariablesAndRetry(ctx, { id, variables })).rejects.toMatchObject({ code: "PRECONDITION" });
    expect(await stored(id)).toEqual([]);
  });

  it("refuses bad input, a stranger's deployment and people who may not write values", async () => {
    const id = await ended("failed");
    await expect(setVariablesAndRetry(ctx, { id, variables: {} })).rejects.toThrow(/at least one value/);
    await expect(setVariablesAndRetry(ctx, { id, variables: { "1 BAD": { value } } })).rejects.toThrow();
    const stranger = await getCtx();
    await expect(setVariablesAndRetry(stranger, { id, variables })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = { ...ctx, permissions: new Set(["deployment:write", "environment:read"] as const) };
    await expect(setVariablesAndRetry(reader, { id, variables })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
