import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { type Deploy, DeployAnswer, EventAnswer, NoAnswer, type RenderEvent } from "./answers";
import { callRender, listAll } from "./call";
import { isGone, pathOf } from "./web-services";

/** Begins a deploy of one commit. Undefined when Render queued it: it appears in the list when its turn comes. */
export async function createDeploy(
  access: ApiAccess,
  serviceId: string,
  { commit }: { commit: string },
  signal: AbortSignal,
): Promise<Deploy | undefined> {
  const { data } = await callRender(access, {
    method: "POST",
    path: `${pathOf(serviceId)}/deploys`,
    json: { commitId: commit, clearCache: "do_not_clear" },
    answer: DeployAnswer.optional(),
    signal,
  });
  return data;
}

/** A deploy by its id; undefined once Render does not know it any more. */
export async function readDeploy(
  access: ApiAccess,
  { serviceId, deployId }: DeployRef,
  signal: AbortSignal,
): Promise<Deploy | undefined> {
  try {
    const path = `${pathOf(serviceId)}/deploys/${encodeURIComponent(deployId)}`;
    const { data } = await callRender(access, { method: "GET", path, answer: DeployAnswer, signal });
    return data;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

export interface DeployRef {
  serviceId: string;
  deployId: string;
}

/** The newest deploys of a service, newest first. */
export async function listDeploys(
  access: ApiAccess,
  serviceId: string,
  { limit }: { limit: number },
  signal: AbortSignal,
): Promise<Deploy[]> {
  const path = `${pathOf(serviceId)}/deploys`;
  const deploys = await listAll(access, { path, wrap: "deploy", item: DeployAnswer, signal, limit });
  return deploys.sort((a, b) => (b.createdAt ?? "").localeCompare(a.createdAt ?? ""));
}

/** Stops a deploy. Succeeds when it has ended already. */
export async function cancelDeploy(
  access: ApiAccess,
  { serviceId, deployId }: DeployRef,
  signal: AbortSignal,
): Promise<void> {
  try {
    await callRender(access, {
      method: "POST",
      path: `${pathOf(serviceId)}/deploys/${encodeURIComponent(deployId)}/cancel`,
      answer: NoAnswer,
      isRepeatable: true,
      signal,
    });
  } catch (error) {
    const hasEnded = PlatformError.is(error) && (error.kind === "VALIDATION" || error.kind === "CONFLICT");
    if (!hasEnded && !isGone(error)) throw error;
  }
}

/** Serves an earlier build again without building; answers the new deploy that does it. */
export async function rollbackDeploy(
  access: ApiAccess,
  { serviceId, deployId }: DeployRef,
  signal: AbortSignal,
): Promise<Deploy> {
  const { data } = await callRender(access, {
    method: "POST",
    path: `${pathOf(serviceId)}/rollback`,
    json: { deployId },
    answer: DeployAnswer,
    signal,
  });
  return data;
}

/** What happened to a service since a time, newest first. */
export function listEvents(
  access: ApiAccess,
  serviceId: string,
  { since, limit }: { since: Date; limit: number },
  signal: AbortSignal,
): Promise<RenderEvent[]> {
  return listAll(access, {
    path: `${pathOf(serviceId)}/events`,
    query: { startTime: since.toISOString() },
    wrap: "event",
    item: EventAnswer,
    signal,
    limit,
  });
}
