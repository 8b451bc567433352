import { and, eq, ne } from "drizzle-orm";
import type { ActiveStep } from "@/server/runs";
import { runStep } from "@/server/tables";
import { app, deployment } from "../tables";
import { addIntent, readIntent, Serving } from "./intent";
import type { ActiveDeployment, Ready, Target } from "./platform";

/** Makes the new version the one that serves; answers what served before, which is noted first for `switchBack`. */
export async function switchOver(
  active: ActiveDeployment,
  target: Target,
  process: NonNullable<Ready["process"]>,
  step: ActiveStep,
): Promise<Serving> {
  const former = readIntent(step.intent).former ?? (await readServing(active, target));
  await addIntent(step, { former });
  const { pid, startedAt, port } = process;
  const next = { currentDeploymentId: active.id, pid, pidStartedAt: startedAt, port, restarts: 0, desired: "running" };
  await active.run.update(async (tx) => {
    await tx.db
      .update(app)
      .set(next)
      .where(and(eq(app.id, target.appId), ne(app.desired, "deleted")));
    await tx.db.update(deployment).set({ url: target.address }).where(eq(deployment.id, active.id));
  });
  return former;
}

/** Takes the switch back, if it was made: whatever came in between, a deployment that did not succeed does not serve. */
export async function switchBack(active: ActiveDeployment): Promise<void> {
  await active.run.update(async (tx) => {
    const [step] = await tx.db
      .select({ intent: runStep.intent })
      .from(runStep)
      .where(and(eq(runStep.runId, active.id), eq(runStep.name, "complete")));
    const { former } = readIntent(step?.intent);
    if (!former) return;
    await tx.db
      .update(app)
      .set(former)
      .where(and(eq(app.currentDeploymentId, active.id), ne(app.desired, "deleted")));
    await tx.db.update(deployment).set({ url: null }).where(eq(deployment.id, active.id));
  });
}

async function readServing(active: ActiveDeployment, target: Target): Promise<Serving> {
  const [row] = await active.run.ctx.db.select().from(app).where(eq(app.id, target.appId));
  return Serving.parse(row);
}
