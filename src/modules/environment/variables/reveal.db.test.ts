import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { setVariables, unsetVariables } from "../service";
import { revealVariable } from "./reveal";

const environment = "production";

describeOnDatabases("reveal", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "shop" })).id;
  });
  const set = (value: string, visibility: "masked" | "restricted" = "masked") =>
    setVariables(ctx, { projectId, environment, variables: { API_KEY: { value, visibility } } });
  const reveal = (more: { snapshotId?: string; key?: string } = {}, at = ctx) =>
    revealVariable(at, { projectId, environment, key: "API_KEY", ...more });
  const audits = async (action: string) => {
    const rows = await ctx.db.select().from(auditLog).orderBy(auditLog.id);
    return rows.filter((row) => row.orgId === ctx.orgId && row.action === action);
  };

  it("shows what a save held, also of a variable that was removed since, and records which version was read", async () => {
    const first = await set("sk-first");
    const second = await set("sk-second");
    const third = await unsetVariables(ctx, { projectId, environment, keys: ["API_KEY"] });
    expect(await reveal({ snapshotId: first.snapshotId })).toEqual({ value: "sk-first" });
    expect(await reveal({ snapshotId: second.snapshotId })).toEqual({ value: "sk-second" });
    await expect(reveal({ snapshotId: third.snapshotId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(reveal()).rejects.toMatchObject({ code: "NOT_FOUND" });
    const rows = await audits("environment.revealed");
    expect(rows.map(({ details }) => details)).toEqual([
      { environment, configuration: "default", key: "API_KEY", version: 1, snapshotId: first.snapshotId },
      { environment, configuration: "default", key: "API_KEY", version: 2, snapshotId: second.snapshotId },
    ]);
    expect(JSON.stringify(rows)).not.toContain("sk-");
  });

  it("never shows an earlier value of what is restricted now, and records who asked", async () => {
    const { snapshotId } = await set("sk-before");
    await set("sk-after", "restricted");
    const refused = { code: "FORBIDDEN", details: { reason: "RESTRICTED" } };
    await expect(reveal({ snapshotId })).rejects.toMatchObject(refused);
    await expect(reveal()).rejects.toMatchObject(refused);
    expect(await audits("environment.revealed")).toEqual([]);
    const rows = await audits("environment.reveal-refused");
    expect(rows).toMatchObject([
      { targetId: projectId, actorKind: "user", details: { key: "API_KEY", snapshotId, reason: "RESTRICTED" } },
      { targetId: projectId, details: { environment, key: "API_KEY", reason: "RESTRICTED" } },
    ]);
    expect(JSON.stringify(rows)).not.toContain("sk-");
  });

  it("records who was refused for want of the permission", async () => {
    await set("sk-value");
    const reader = { ...ctx, permissions: new Set(permissions.filter((each) => each !== "environment:reveal")) };
    await expect(reveal({}, reader)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await audits("environment.reveal-refused")).toMatchObject([
      { details: { environment, key: "API_KEY", reason: "PERMISSION" } },
    ]);
  });

  it("opens no save of another project or organization", async () => {
    const { snapshotId } = await set("sk-value");
    const missing = { code: "NOT_FOUND" };
    const other = (await createProject(ctx, { name: "other" })).id;
    const elsewhere = revealVariable(ctx, { projectId: other, environment, key: "API_KEY", snapshotId });
    await expect(elsewhere).rejects.toMatchObject(missing);
    await expect(reveal({ snapshotId }, await getCtx())).rejects.toMatchObject(missing);
    await expect(reveal({ snapshotId: "none" })).rejects.toMatchObject(missing);
    await expect(reveal({ snapshotId, key: "NONE" })).rejects.toMatchObject(missing);
    expect(await audits("environment.revealed")).toEqual([]);
  });
});
