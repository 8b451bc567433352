import { setTimeout as sleep } from "node:timers/promises";
import { type OpenConnection, PlatformError, render } from "@/modules/connections";
import { buildFailed } from "../../failures/build-failures";
import { DeploymentFailure, logAction, retryAction } from "../../failures/failure";
import { ownerOf } from "./service";

type Phase = "build" | "migrate" | "start";

const phases: Record<string, Phase> = {
  build_failed: "build",
  pre_deploy_failed: "migrate",
  update_failed: "start",
};

/** Why a deploy did not become live, from Render's events and the end of its log. */
export async function explainDeploy(
  access: OpenConnection,
  serviceId: string,
  deploy: render.Deploy,
  signal: AbortSignal,
): Promise<DeploymentFailure> {
  const phase = phases[deploy.status];
  if (phase === undefined) return stopped(deploy);
  const since = new Date(deploy.createdAt ?? access.now().getTime() - 3_600_000);
  const reason = await readReason(access, serviceId, { deploy, phase, since }, signal);
  const tail = await readTail(access, serviceId, { phase, since }, signal);
  return buildFailed({
    platform: "render",
    phase,
    tail,
    ...(reason?.nonZeroExit === undefined ? {} : { exit: { code: reason.nonZeroExit } }),
    ...(reason ? { reason: inWords(reason) } : {}),
  });
}

function stopped({ status, id }: render.Deploy): DeploymentFailure {
  const isReplaced = status === "deactivated";
  return new DeploymentFailure({
    type: isReplaced ? "START_FAILED" : "CANCELLED",
    severity: "recoverable",
    message: isReplaced
      ? `Another deploy of the service took the place of ${id} before Berth saw it live.`
      : `The deploy ${id} was cancelled on Render, by a person there or by a newer deploy of the same service.`,
    suggestions: ["Deploy again. Visitors get the version that is live on Render until then."],
    recovery: [retryAction, logAction],
  });
}

const eventTypes: Record<Phase, string> = { build: "build_ended", migrate: "pre_deploy_ended", start: "server_failed" };
const looks = 3;

/** Events come a moment after the status. */
async function readReason(
  access: OpenConnection,
  serviceId: string,
  { deploy, phase, since }: { deploy: render.Deploy; phase: Phase; since: Date },
  signal: AbortSignal,
): Promise<render.FailureReason | undefined> {
  for (let look = 1; look <= looks; look += 1) {
    const events = await tolerate(render.listEvents(access, serviceId, { since, limit: 50 }, signal), []);
    const ofDeploy = events.filter(({ details }) => details.deployId === undefined || details.deployId === deploy.id);
    const ofPhase = ofDeploy.filter(({ type }) => type === eventTypes[phase]);
    const found = [...ofPhase, ...ofDeploy].map(failureOf).find((reason) => reason !== undefined);
    if (found || look === looks) return found;
    await sleep(1_000, undefined, { signal });
  }
  return undefined;
}

function failureOf({ details: { reason } }: render.RenderEvent): render.FailureReason | undefined {
  if (!reason) return undefined;
  const { failure, ...own } = reason;
  const told = failure ?? own;
  return Object.values(told).some(Boolean) ? told : undefined;
}

/** Render's own word first, which rules know it by, then what it says of it. */
function inWords(reason: render.FailureReason): string {
  const { oomKilled, unhealthy, timedOutSeconds, timedOutReason, earlyExit, nonZeroExit, evicted, evictionReason } =
    reason;
  if (oomKilled) return `oomKilled: memory limit ${oomKilled.memoryLimit ?? "of the plan"}`;
  if (unhealthy) return `unhealthy: ${unhealthy}`;
  if (timedOutSeconds !== undefined)
    return timedOutReason
      ? `timedOut after ${timedOutSeconds} s: ${timedOutReason}`
      : `timedOutSeconds: ${timedOutSeconds}`;
  if (earlyExit) return "earlyExit";
  if (nonZeroExit !== undefined) return `nonZeroExit: ${nonZeroExit}`;
  return evicted && evictionReason ? `evicted: ${evictionReason}` : "evicted";
}

const tailPages = 8;

/** The log is read again rather than taken from the live stream, which may have missed its end. */
async function readTail(
  access: OpenConnection,
  serviceId: string,
  { phase, since }: { phase: Phase; since: Date },
  signal: AbortSignal,
): Promise<string[]> {
  const types = phase === "build" ? (["build"] as const) : (["build", "app"] as const);
  const place = { ownerId: ownerOf(access), resource: serviceId, types };
  const window = { since, direction: "backward", maxPages: tailPages } as const;
  const entries = await tolerate(render.readLogs(access, place, window, signal), []);
  return entries.map(({ message }) => message);
}

/** A reason that cannot be read must not hide that the deploy failed. */
async function tolerate<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (PlatformError.is(error)) return otherwise;
    throw error;
  }
}
