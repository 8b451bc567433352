import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type OpenConnection, PlatformError, render } from "@/modules/connections";
import type { ActiveStep } from "@/server/runs";

/** What trigger-build notes before it asks for a deploy: those after the newest one there can be its own. */
const Intent = z.object({
  /** The service is about to be made. */
  isCreating: z.boolean().optional(),
  /** Newest deploy before ours; null when there was none. */
  after: z.string().nullable().optional(),
});
type Intent = z.infer<typeof Intent>;

export function readIntent(stored: unknown): Intent {
  return Intent.safeParse(stored).data ?? {};
}

export interface Wanted {
  commit: string;
  /** The deploy whose build is served again. */
  rollbackOf?: string | undefined;
}

/** Begins a deploy of a service, once: one that an earlier try began is found again and taken. */
export async function beginDeploy(
  access: OpenConnection,
  service: render.Service,
  wanted: Wanted,
  step: ActiveStep,
): Promise<render.Deploy> {
  const { signal } = step;
  const before = readIntent(step.intent).after;
  if (before !== undefined) {
    const begun = await findSoon(access, service.id, { ...wanted, after: before }, signal);
    if (begun) return begun;
  }
  const [newest] = await render.listDeploys(access, service.id, { limit: 1 }, signal);
  const after = before === undefined ? (newest?.id ?? null) : before;
  await step.saveIntent({ ...readIntent(step.intent), after });
  try {
    const deploy = await request(access, service.id, wanted, signal);
    if (deploy) return deploy;
  } catch (error) {
    if (!PlatformError.is(error) || (error.kind !== "UNCERTAIN" && error.kind !== "UPSTREAM")) throw error;
    const begun = await findSoon(access, service.id, { ...wanted, after }, signal);
    if (!begun) throw error;
    return begun;
  }
  return waitForTurn(access, service.id, { ...wanted, after }, signal);
}

async function request(
  access: OpenConnection,
  serviceId: string,
  { commit, rollbackOf }: Wanted,
  signal: AbortSignal,
): Promise<render.Deploy | undefined> {
  if (rollbackOf !== undefined) {
    try {
      return await render.rollbackDeploy(access, { serviceId, deployId: rollbackOf }, signal);
    } catch (error) {
      // Render keeps builds for a while only; the commit is built again then.
      const isTooOld = PlatformError.is(error) && (error.kind === "VALIDATION" || error.kind === "NOT_FOUND");
      if (!isTooOld) throw error;
    }
  }
  return render.createDeploy(access, serviceId, { commit }, signal);
}

type Search = Wanted & { after: string | null };

/** The deploy that a request of ours began: the first of the commit after those that were there before. */
export async function findBegun(
  access: OpenConnection,
  serviceId: string,
  { after, commit, rollbackOf }: Search,
  signal: AbortSignal,
): Promise<render.Deploy | undefined> {
  const deploys = await render.listDeploys(access, serviceId, { limit: 50 }, signal);
  const end = deploys.findIndex(({ id }) => id === after);
  const later = end < 0 ? deploys : deploys.slice(0, end);
  return later.findLast((deploy) => {
    const isRollback = deploy.trigger === "rollback";
    if (rollbackOf !== undefined && isRollback) return true;
    return !isRollback && deploy.trigger !== "service_resumed" && deploy.commit?.id === commit;
  });
}

const looks = 3;
const lookEveryMs = 1_000;

/** A request whose answer was lost may still be at work. */
async function findSoon(access: OpenConnection, serviceId: string, search: Search, signal: AbortSignal) {
  for (let look = 1; ; look += 1) {
    const found = await findBegun(access, serviceId, search, signal);
    if (found || look >= looks) return found;
    await sleep(lookEveryMs, undefined, { signal });
  }
}

/** Render queued it: it is in the list as soon as the deploy before it is done. */
async function waitForTurn(access: OpenConnection, serviceId: string, search: Search, signal: AbortSignal) {
  for (;;) {
    const found = await findBegun(access, serviceId, search, signal);
    if (found) return found;
    await sleep(lookEveryMs * 2, undefined, { signal });
  }
}

/** A queued deploy shows only when its turn comes, so one that was asked for is looked for a few times. */
const stopLooks = 5;

/** Ends a deploy, by its id or as the one that a request of ours began. */
export async function stopDeploy(
  access: OpenConnection,
  serviceId: string,
  which: string | Search,
  signal: AbortSignal,
): Promise<void> {
  for (let look = 1; look <= stopLooks; look += 1) {
    const deploy =
      typeof which === "string"
        ? await render.readDeploy(access, { serviceId, deployId: which }, signal)
        : await findBegun(access, serviceId, which, signal);
    if (deploy && isOver(deploy)) return;
    if (deploy) return render.cancelDeploy(access, { serviceId, deployId: deploy.id }, signal);
    if (look < stopLooks) await sleep(lookEveryMs, undefined, { signal });
  }
}

const terminal = new Set(["live", "deactivated", "build_failed", "pre_deploy_failed", "update_failed", "canceled"]);

function isOver({ status }: Pick<render.Deploy, "status">): boolean {
  return terminal.has(status);
}

const firstWaitMs = 500;
const longestWaitMs = 3_000;
/** Render allows 400 requests a minute that read; all deployments of an account together take 300 of them at most. */
const shareMs = 200;
/** Deploys that are waited for, by account. */
const waiting = new Map<string, number>();

/** Waits until a deploy has ended; tells each status it goes through. */
export async function awaitDeploy(
  access: OpenConnection,
  place: render.DeployRef,
  onStatus: (status: string) => void,
  signal: AbortSignal,
): Promise<render.Deploy> {
  const { connectionId } = access;
  const count = (change: number) => waiting.set(connectionId, (waiting.get(connectionId) ?? 0) + change);
  count(1);
  try {
    return await lookUntilOver(access, place, onStatus, signal);
  } finally {
    count(-1);
  }
}

async function lookUntilOver(
  access: OpenConnection,
  place: render.DeployRef,
  onStatus: (status: string) => void,
  signal: AbortSignal,
): Promise<render.Deploy> {
  let told: string | undefined;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 1.5, longestWaitMs)) {
    const deploy = await render.readDeploy(access, place, signal);
    if (!deploy) {
      const message = `The deploy ${place.deployId} is not there any more. Its service may have been deleted on Render.`;
      throw new PlatformError({ platform: "render", kind: "NOT_FOUND", message });
    }
    if (deploy.status !== told) onStatus(deploy.status);
    told = deploy.status;
    if (isOver(deploy)) return deploy;
    const others = waiting.get(access.connectionId) ?? 1;
    await sleep(Math.max(waitMs, others * shareMs), undefined, { signal });
  }
}
