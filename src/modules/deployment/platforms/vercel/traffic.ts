import { setTimeout as sleep } from "node:timers/promises";
import { type ApiAccess, PlatformError, vercel } from "@/modules/connections";

const lookEveryMs = { first: 250, longest: 3_000 };
const underWay = new Set(["pending", "in-progress"]);

/**
 * Leads the production address to a deployment that is ready, and waits until it does. Nothing is asked for that is done or
 * under way already, so this may be repeated.
 */
export async function switchProduction(
  access: ApiAccess,
  to: { projectId: string; deploymentId: string; how: "promote" | "rollback" },
  signal: AbortSignal,
): Promise<void> {
  const { projectId, deploymentId, how } = to;
  const before = await readProject(access, projectId, signal);
  if (isServing(before, deploymentId)) return;
  const former = before.lastAliasRequest;
  const isAsked = former?.toDeploymentId === deploymentId && underWay.has(former.jobStatus);
  if (!isAsked) {
    const ask = how === "promote" ? vercel.promoteDeployment : vercel.rollBackDeployment;
    await ask(access, { projectId, deploymentId }, signal);
  }
  for (let waitMs = lookEveryMs.first; ; waitMs = Math.min(waitMs * 1.5, lookEveryMs.longest)) {
    const project = await readProject(access, projectId, signal);
    if (isServing(project, deploymentId)) return;
    const { lastAliasRequest: last } = project;
    const isNew = isAsked || last?.requestedAt !== former?.requestedAt;
    if (isNew && last?.toDeploymentId === deploymentId && last.jobStatus === "failed") throw notSwitched();
    await sleep(waitMs, undefined, { signal });
  }
}

function isServing({ targets }: vercel.Project, deploymentId: string): boolean {
  return targets?.production?.id === deploymentId;
}

async function readProject(access: ApiAccess, projectId: string, signal: AbortSignal): Promise<vercel.Project> {
  const project = await vercel.findProject(access, projectId, signal);
  if (project) return project;
  throw new PlatformError({ platform: "vercel", kind: "NOT_FOUND", message: "The project is not there any more." });
}

function notSwitched(): PlatformError {
  return new PlatformError({
    platform: "vercel",
    kind: "UPSTREAM",
    message: "Vercel could not lead the production address to the deployment. What served before still does.",
  });
}
