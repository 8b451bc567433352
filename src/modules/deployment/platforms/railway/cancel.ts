import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, ne } from "drizzle-orm";
import { type OpenConnection, openConnection, railway } from "@/modules/connections";
import { runStep } from "@/server/tables";
import { hostedApp } from "../../tables";
import { readProviderId } from "../hosted";
import type { ActiveDeployment } from "../platform";
import { isMarked } from "./begin";

const underWay = new Set(["INITIALIZING", "QUEUED", "WAITING", "NEEDS_APPROVAL", "BUILDING", "DEPLOYING"]);
/** An archive that was on its way when the deployment was cancelled may become a deployment a moment later. */
const looks = 5;
const lookMs = 800;

/** Ends what the deployment began on Railway, also where the answer that would have told its id was not awaited any more. */
export async function cancelOnRailway(active: ActiveDeployment, signal: AbortSignal): Promise<void> {
  const access = await openConnection(active.run.ctx, active.spec.connectionId ?? "");
  const stored = await readProviderId(active);
  const begun = stored
    ? await railway.findDeployment(access, stored, signal)
    : await findUnstored(access, active, signal);
  if (begun && underWay.has(begun.status)) await railway.cancelDeployment(access, begun.id, signal);
}

async function findUnstored(
  access: OpenConnection,
  active: ActiveDeployment,
  signal: AbortSignal,
): Promise<railway.RailwayDeployment | undefined> {
  const place = (await isSent(active)) ? await readPlace(active) : undefined;
  if (!place) return undefined;
  for (let look = 1; ; look += 1) {
    const found = (await railway.listDeployments(access, place, signal)).find((each) => isMarked(each, active.id));
    if (found || look === looks) return found;
    await sleep(lookMs, undefined, { signal });
  }
}

/** The step that begins a deployment notes so before it does. */
async function isSent({ id, run }: ActiveDeployment): Promise<boolean> {
  const [step] = await run.ctx.db
    .select({ intent: runStep.intent })
    .from(runStep)
    .where(and(eq(runStep.runId, id), eq(runStep.name, "trigger-build")));
  return (step?.intent ?? null) !== null;
}

async function readPlace({ spec, run }: ActiveDeployment): Promise<railway.ServicePlace | undefined> {
  const app = and(
    eq(hostedApp.connectionId, spec.connectionId ?? ""),
    eq(hostedApp.name, spec.name),
    ne(hostedApp.state, "deleted"),
  );
  const [row] = await run.ctx.db.select({ ids: hostedApp.ids }).from(hostedApp).where(app);
  const { project, service, environment, previewEnvironment } = row?.ids ?? {};
  const place = spec.target === "preview" ? previewEnvironment : environment;
  return project && service && place ? { projectId: project, serviceId: service, environmentId: place } : undefined;
}
