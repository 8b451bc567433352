import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditLog } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { approveDeployment } from "./approve";
import { registerJobs } from "./jobs";
import { railwayRuns } from "./testing/railway-runs";
import { eventOf, finished } from "./testing/tiny-project";

describeOnPglite("approving a deployment", (getCtx) => {
  const runs = railwayRuns(getCtx, registerJobs);

  it("lets a deployment go on that Railway holds until a person looked at it", async () => {
    runs.railway.scenario.set({ outcomes: [{ name: "held", result: "needs-approval" }] });
    const { id } = await runs.begin("held");
    await eventOf(
      runs.ctx,
      id,
      ({ kind, error }) => kind === "recovery" && error?.recovery[0]?.fix?.kind === "approve",
    );
    await approveDeployment(runs.ctx, { id });
    const done = await finished(runs.ctx, id);
    expect(done.error).toBeUndefined();
    const audits = await runs.ctx.db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.targetId, id), eq(auditLog.action, "deployment.approved")));
    expect(audits).toHaveLength(1);
    await expect(approveDeployment(runs.ctx, { id })).rejects.toMatchObject({ code: "PRECONDITION" });
  });

  it("is refused to those who may not deploy, and to strangers", async () => {
    const { id } = await runs.deploy("open");
    const reader = { ...runs.ctx, permissions: new Set(["deployment:read"] as const) };
    await expect(approveDeployment(reader, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(approveDeployment(await getCtx(), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
