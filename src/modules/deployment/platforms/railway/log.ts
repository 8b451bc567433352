import { setTimeout as sleep } from "node:timers/promises";
import { type OpenConnection, railway } from "@/modules/connections";
import { listEvents } from "@/server/runs";
import { readProviderId } from "../hosted";
import type { ActiveDeployment } from "../platform";

const lookMs = 250;
const pageOfEvents = 1_000;

/** The id of the deployment on Railway, as soon as it has begun; undefined when the signal aborts before. */
export async function awaitProvider(active: ActiveDeployment, signal: AbortSignal): Promise<string | undefined> {
  while (!signal.aborted) {
    const id = await readProviderId(active);
    if (id !== undefined) return id;
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** A deployment as far as its log is concerned. */
type Told = Pick<ActiveDeployment, "id" | "log"> & { run: Pick<ActiveDeployment["run"], "attempt" | "ctx"> };

/** When a log can be read: the app's own once it is being started, and neither is followed once it is over. */
export interface Phases {
  started: Promise<void>;
  over: AbortSignal;
}

/** Follows both logs to where the deployment is over, then asks once more for what the sockets left out. */
export async function followLogs(
  access: OpenConnection,
  { active, id, phases }: { active: Told; id: string; phases: Phases },
  signal: AbortSignal,
): Promise<void> {
  const isTold = await toldBefore(active);
  const tell = (step: string) => (line: railway.RailwayLine) => {
    const stream = line.severity === "error" ? "stderr" : "stdout";
    for (const text of line.message.split("\n")) if (!isTold(text)) active.log(step, stream, text);
  };
  const build = new railway.RailwayLog("build", id, tell("trigger-build"));
  const deploy = new railway.RailwayLog("deploy", id, tell("monitor"));
  const following = AbortSignal.any([signal, phases.over]);
  const isBuilt = build.follow(access, following);
  await Promise.race([isBuilt, phases.started]);
  await Promise.all([isBuilt, deploy.follow(access, following)]);
  if (signal.aborted) return;
  await build.catchUp(access, signal);
  await deploy.catchUp(access, signal);
}

/** Lines that were told before Berth was interrupted are not told again. */
async function toldBefore(active: Told): Promise<(text: string) => boolean> {
  if (active.run.attempt === 1) return () => false;
  const counts = new Map<string, number>();
  for (let after = 0; ; ) {
    const events = await listEvents(active.run.ctx, active.id, { after, limit: pageOfEvents });
    for (const { kind, stream, line } of events) {
      if (kind === "log" && stream !== "berth" && line !== undefined) counts.set(line, (counts.get(line) ?? 0) + 1);
    }
    after = events.at(-1)?.seq ?? after;
    if (events.length < pageOfEvents) break;
  }
  return (text) => {
    const left = counts.get(text) ?? 0;
    if (left > 0) counts.set(text, left - 1);
    return left > 0;
  };
}
