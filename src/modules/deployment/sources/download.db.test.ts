import { beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import { createRun } from "@/server/runs";
import { describeOnPglite } from "@/server/testing";
import { setMachine } from "../local/machine";
import { deploymentKind } from "../run-spec";
import { deployment } from "../tables";
import { readDeployedFiles } from "./upload";

describeOnPglite("the files of a deployment", (getCtx) => {
  beforeAll(() => setMachine(getCtx.kernel()));

  async function deployed(ctx: Ctx, config: unknown): Promise<string> {
    const id = ctx.newId();
    const { id: projectId } = await createProject(ctx, { name: `shop-${id.slice(-6)}` });
    const place = { projectId, platform: "local", environment: "production", name: "shop" };
    await inTransaction(ctx, async (tx) => {
      await createRun(tx, { id, kind: deploymentKind, spec: {}, timeoutSeconds: 60 });
      await tx.db.insert(deployment).values({ id, orgId: tx.orgId, ...place, config, cause: "deploy", createdBy: "u" });
    });
    return id;
  }

  it("are made from its configuration where none were uploaded, whatever became of it", async () => {
    const ctx = await getCtx();
    const id = await deployed(ctx, { name: "shop", framework: "hono" });
    const { name, zip } = await readDeployedFiles(ctx, { id });
    expect(name).toBe("shop");
    expect(Buffer.from(zip).toString("latin1")).toContain("shop/package.json");
  });

  it("are nobody else's, and are told to be missing where there is no configuration either", async () => {
    const ctx = await getCtx();
    const id = await deployed(ctx, {});
    await expect(readDeployedFiles(ctx, { id })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(readDeployedFiles(await getCtx(), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
