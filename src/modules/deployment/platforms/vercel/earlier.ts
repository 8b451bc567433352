import { setTimeout as sleep } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { type OpenConnection, vercel } from "@/modules/connections";
import { runStep } from "@/server/tables";
import { deployment, hostedApp } from "../../tables";
import { readProviderId } from "../hosted";
import type { ActiveDeployment } from "../platform";
import { findBegun, isFinal } from "./build";
import { switchProduction } from "./traffic";
import { UploadedFiles } from "./upload";

/** The deployment a roll back or promotion leads to, while Vercel still has it. */
export async function findEarlier(
  access: OpenConnection,
  active: ActiveDeployment,
  signal: AbortSignal,
): Promise<vercel.Deployment | undefined> {
  const { filesOf, cause } = active.spec;
  if (!filesOf || (cause !== "rollback" && cause !== "promote")) return undefined;
  const id = await readProviderId(active, filesOf);
  const found = id === undefined ? undefined : await vercel.findDeployment(access, id, signal);
  return found?.readyState === "READY" ? found : undefined;
}

/** Whether this deployment leads to an earlier one instead of building anew. */
export async function isEarlier(active: ActiveDeployment): Promise<boolean> {
  const { filesOf } = active.spec;
  if (!filesOf) return false;
  const [own, earlier] = [await readProviderId(active), await readProviderId(active, filesOf)];
  return own !== undefined && own === earlier;
}

/** Hashes of the contents that the deployment in charge was built from: Vercel has them. A retry trusts nothing. */
export async function readKnownHashes(active: ActiveDeployment, appId: string): Promise<ReadonlySet<string>> {
  if (active.spec.cause === "retry") return new Set();
  const [step] = await active.run.ctx.db
    .select({ output: runStep.output })
    .from(hostedApp)
    .innerJoin(runStep, and(eq(runStep.runId, hostedApp.currentDeploymentId), eq(runStep.name, "upload")))
    .where(eq(hostedApp.id, appId));
  const { data } = UploadedFiles.safeParse(step?.output);
  return new Set(data?.files.flatMap((file) => ("sha" in file ? [file.sha] : [])));
}

/** After a failure or cancellation: ends a build that still runs, and leads visitors back when it serves already. */
export async function undo(access: OpenConnection, active: ActiveDeployment, signal: AbortSignal): Promise<void> {
  const [row] = await active.run.ctx.db
    .select({ ids: hostedApp.ids, current: hostedApp.currentDeploymentId })
    .from(deployment)
    .innerJoin(hostedApp, eq(hostedApp.id, deployment.hostedAppId))
    .where(eq(deployment.id, active.id));
  const projectId = row?.ids.project;
  if (projectId === undefined) return;
  const begun = await findLate(access, { active, projectId }, signal);
  if (!begun) return;
  if (!isFinal(begun)) return vercel.cancelDeployment(access, begun.id, signal);
  const former = row?.current ? await readProviderId(active, row.current) : undefined;
  if (begun.readyState !== "READY" || former === undefined || former === begun.id) return;
  const project = await vercel.findProject(access, projectId, signal);
  if (project?.targets?.production?.id !== begun.id) return;
  await switchProduction(access, { projectId, deploymentId: former, how: "rollback" }, signal);
}

const lateLooks = { times: 6, everyMs: 700 };

/** What was begun. A creation that was cut off may reach Vercel after it was given up here, so it is looked for again. */
async function findLate(
  access: OpenConnection,
  of: { active: ActiveDeployment; projectId: string },
  signal: AbortSignal,
): Promise<vercel.Deployment | undefined> {
  const { id, run } = of.active;
  const [step] = await run.ctx.db
    .select({ intent: runStep.intent, status: runStep.status })
    .from(runStep)
    .where(and(eq(runStep.runId, id), eq(runStep.name, "trigger-build")));
  const isCutOff = step !== undefined && step.intent !== null && step.status !== "succeeded";
  for (let looks = 1; ; looks += 1) {
    const found = await findBegun(access, of, signal);
    if (found || !isCutOff || looks === lateLooks.times) return found;
    await sleep(lateLooks.everyMs, undefined, { signal });
  }
}
