import { setTimeout as sleep } from "node:timers/promises";
import { markConnectionRefused, type OpenConnection, openConnection, type PlatformError } from "@/modules/connections";
import { platformFacts } from "@/modules/connections/pure";
import { completeAction, reconnectAction } from "../failures/actions";
import { describePlatformError } from "../failures/platform-failures";
import type { ActiveDeployment } from "./platform";

const longestWaitSeconds = 30 * 60;
const lookEveryMs = 1_000;

/** One wait a run and account, whoever of the steps that run side by side is refused. */
const waits = new WeakMap<ActiveDeployment["run"], Map<string, Promise<boolean>>>();

/** Waits until a person gave the account another token, for at most half an hour. False when nobody did. */
export async function awaitReconnect(
  active: ActiveDeployment,
  access: OpenConnection,
  refusal: PlatformError,
): Promise<boolean> {
  if (await hasNewToken(active, access)) return true;
  const ofRun = waits.get(active.run) ?? new Map<string, Promise<boolean>>();
  waits.set(active.run, ofRun);
  const { connectionId } = access;
  const waiting = ofRun.get(connectionId) ?? wait(active, access, refusal).finally(() => ofRun.delete(connectionId));
  ofRun.set(connectionId, waiting);
  return waiting;
}

async function wait(active: ActiveDeployment, access: OpenConnection, refusal: PlatformError): Promise<boolean> {
  const { run } = active;
  await markConnectionRefused(run.ctx, access.connectionId, access.tokenSetAt);
  return run.wait(longestWaitSeconds, async (signal) => {
    if (signal.aborted) return false;
    const { failure } = describePlatformError(refusal, { name: active.spec.name });
    const { label } = platformFacts[access.platform];
    const reconnect = completeAction(reconnectAction(label, access.connectionId), active.id);
    run.emit({
      kind: "recovery",
      level: "warn",
      message: `${label} does not accept the token of ${access.name} any more. The deployment waits until the account is connected again, ${longestWaitSeconds / 60} minutes at most.`,
      ...(reconnect.href === undefined ? {} : { url: reconnect.href }),
      error: JSON.parse(JSON.stringify({ ...failure, recovery: [reconnect] })),
    });
    while (!signal.aborted) {
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted || !(await hasNewToken(active, access))) continue;
      run.emit({
        kind: "recovery",
        level: "info",
        message: `${access.name} is connected again; the deployment goes on.`,
      });
      return true;
    }
    return false;
  });
}

async function hasNewToken({ run }: ActiveDeployment, { connectionId, tokenSetAt }: OpenConnection): Promise<boolean> {
  const now = await openConnection(run.ctx, connectionId);
  return now.tokenSetAt.getTime() !== tokenSetAt.getTime();
}
