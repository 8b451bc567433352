import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type OpenConnection, PlatformError, railway } from "@/modules/connections";
import type { ActiveStep } from "@/server/runs";
import { readProviderId, saveProvider } from "../hosted";
import type { ActiveDeployment, BuildInput } from "../platform";
import { placeOf, settled } from "./place";

/** The deployments that were there before this one was begun. */
const Intent = z.object({ known: z.array(z.string()) });
const Settings = z.object({ settings: z.custom<railway.ServiceSettings>((value) => typeof value === "object") });

/** Begins the deployment on Railway, or adopts the one that an earlier try began, and stores its id. */
export async function beginDeployment(
  access: OpenConnection,
  active: ActiveDeployment,
  input: BuildInput,
  step: ActiveStep,
): Promise<string> {
  const stored = await readProviderId(active);
  if (stored && (await railway.findDeployment(access, stored, step.signal))) return stored;
  const place = placeOf(input.target);
  const begun = (await findBegun(access, active, place, step)) ?? (await begin(access, active, input, step));
  const { projectId, serviceId } = place;
  const page = begun.logsUrl ?? `https://railway.com/project/${projectId}/service/${serviceId}?id=${begun.id}`;
  await saveProvider(active, { id: begun.id, page });
  return begun.id;
}

interface Begun {
  id: string;
  logsUrl?: string | undefined;
}

async function begin(
  access: OpenConnection,
  active: ActiveDeployment,
  input: BuildInput,
  step: ActiveStep,
): Promise<Begun> {
  const place = placeOf(input.target);
  if (step.intent === undefined) {
    const before = await railway.listDeployments(access, place, step.signal);
    await step.saveIntent({ known: before.map(({ id }) => id) });
  }
  const earlier = await findEarlier(access, active, step);
  try {
    if (earlier !== undefined) {
      active.log(step.name, "berth", "Railway has the earlier version still: it is started again without a build.");
      await railway.rollbackDeployment(access, earlier, step.signal);
      // A roll back does not tell the id of what it began.
      const begun = await lookForBegun(access, { active, place, looks: looksAfterRollback }, step);
      if (begun) return begun;
      const message = "Railway took the roll back, and does not show the deployment it makes yet.";
      throw new PlatformError({ platform: "railway", kind: "NOT_READY", message });
    }
    const { settings } = Settings.parse(input.uploaded);
    await settled(() => railway.updateService(access, place, settings, step.signal));
    const archive = await railway.packArchive(await input.files());
    const upload = { archive, message: messageOf(active) };
    const { deploymentId, logsUrl } = await railway.uploadArchive(access, place, upload, step.signal);
    return { id: deploymentId, logsUrl };
  } catch (error) {
    if (!PlatformError.is(error) || error.kind !== "UNCERTAIN") throw error;
    const begun = await lookForBegun(access, { active, place, looks: looksAfterLoss }, step);
    if (begun) return begun;
    throw error;
  }
}

/** Kept with the deployment on Railway, where people read it too. */
function messageOf({ id, spec }: Pick<ActiveDeployment, "id" | "spec">): string {
  return `${spec.cause} by Berth (${id})`;
}

/** The deployment of ours that Railway has: by the message it was sent with, else the newest since the intent. */
async function findBegun(
  access: OpenConnection,
  active: ActiveDeployment,
  place: railway.ServicePlace,
  step: ActiveStep,
): Promise<Begun | undefined> {
  const intent = Intent.safeParse(step.intent);
  if (!intent.success) return undefined;
  const known = new Set(intent.data.known);
  const newer = (await railway.listDeployments(access, place, step.signal)).filter(({ id }) => !known.has(id));
  return newer.find((each) => isMarked(each, active.id)) ?? newer[0];
}

export function isMarked({ meta }: railway.RailwayDeployment, deploymentId: string): boolean {
  return JSON.stringify(meta ?? null).includes(deploymentId);
}

/** An archive may still be on its way into a deployment when the connection that brought it broke. */
const looksAfterLoss = 3;
const looksAfterRollback = 10;

async function lookForBegun(
  access: OpenConnection,
  { active, place, looks }: { active: ActiveDeployment; place: railway.ServicePlace; looks: number },
  step: ActiveStep,
): Promise<Begun | undefined> {
  for (let look = 1; look <= looks; look += 1) {
    const begun = await findBegun(access, active, place, step);
    if (begun) return begun;
    await sleep(300 * look, undefined, { signal: step.signal });
  }
  return undefined;
}

/** The earlier deployment on Railway that a roll back leads to, while its image is kept. */
async function findEarlier(
  access: OpenConnection,
  active: ActiveDeployment,
  step: ActiveStep,
): Promise<string | undefined> {
  const { cause, filesOf } = active.spec;
  if (cause !== "rollback" || filesOf === null) return undefined;
  const id = await readProviderId(active, filesOf);
  const earlier = id === undefined ? undefined : await railway.findDeployment(access, id, step.signal);
  if (earlier?.canRollback) return earlier.id;
  active.log(step.name, "berth", "Railway does not keep the earlier version any more: it is built again.");
  return undefined;
}
