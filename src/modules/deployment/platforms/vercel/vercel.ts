import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { openConnection, vercel } from "@/modules/connections";
import type { ActiveStep, FinalStatus } from "@/server/runs";
import type { ReleaseFile } from "../../local/files";
import { deployment } from "../../tables";
import { becomeCurrent, ensureHostedApp, readProviderId, saveApp, saveProvider, taken, withAccess } from "../hosted";
import type { ActiveDeployment, BuildInput, Check, Platform, Ready, StepInput, Target, Uploaded } from "../platform";
import type { VariableOutcome } from "../variables";
import { awaitReady, ensureDeployment } from "./build";
import { findEarlier, isEarlier, readKnownHashes, undo } from "./earlier";
import { refuseUnfit, vercelFramework } from "./fit";
import { followLog } from "./log";
import { probeAddress } from "./probe";
import { addressOf, ensureProject, nameTaken, readAddress, settingsOf } from "./project";
import { switchProduction } from "./traffic";
import { EarlierDeployment, migratingBuild, planUpload, tellUpload, UploadedFiles } from "./upload";
import { changeVariables, listOwnNames } from "./variables";

const lookForProviderMs = 300;
const settleSeconds = 60;

/** Vercel: files are uploaded by their hash, built there, and answered from functions. */
export class VercelPlatform implements Platform {
  /** Contents of deployments under way in this process, for those that Vercel turns out not to have. */
  private readonly blobs = new Map<string, readonly vercel.Blob[]>();

  async prepare(active: ActiveDeployment, step: ActiveStep) {
    await refuseUnfit(active, await readConfig(active));
    const account = await withAccess(active, (access) => vercel.readAccount(access, step.signal));
    active.log(step.name, "berth", `Vercel knows the account as ${account.team?.name ?? account.name}.`);
    if (active.spec.settings.startCommand !== undefined) {
      active.log(
        step.name,
        "berth",
        "Vercel starts apps itself: the start command of the deploy settings is not used.",
      );
    }
    return {};
  }

  async createProject(active: ActiveDeployment, step: ActiveStep): Promise<Target> {
    const app = await ensureHostedApp(active);
    if (!app) return withAccess(active, () => Promise.reject(nameTaken(active.spec.name)));
    const framework = vercelFramework(await readConfig(active));
    const { project, address } = await withAccess(active, async (access) => {
      const project = await ensureProject(access, { active, app, framework }, step.signal);
      return { project, address: await readAddress(access, project, step.signal) };
    });
    const ids = await saveApp(active, app.id, { ids: { project: project.id } });
    return { appId: app.id, name: project.name, address, ids };
  }

  async locate(target: Target): Promise<Target> {
    return target;
  }

  /** Vercel keeps what was deployed; nothing is read back from there. */
  async readFiles(): Promise<undefined> {
    return undefined;
  }

  async upload(
    active: ActiveDeployment,
    target: Target,
    files: readonly ReleaseFile[],
    step: ActiveStep,
  ): Promise<Uploaded> {
    const earlier = await withAccess(active, (access) => findEarlier(access, active, step.signal));
    if (earlier) {
      active.log(step.name, "berth", `Vercel still has the deployment ${earlier.id}: nothing is built again.`);
      return { earlier: earlier.id };
    }
    const plan = await planUpload(files);
    this.blobs.set(active.id, plan.blobs);
    const known = await readKnownHashes(active, target.appId);
    const unknown = plan.blobs.filter(({ sha }) => !known.has(sha));
    await withAccess(active, (access) => vercel.uploadFiles(access, unknown, step.signal));
    active.log(step.name, "berth", tellUpload(plan, unknown.length));
    return { files: plan.files, ...migratingBuild(files, active.spec) };
  }

  async configure(active: ActiveDeployment, input: StepInput, step: ActiveStep): Promise<VariableOutcome> {
    const { target } = active.spec;
    const { values, secretNames } = input;
    const place = { projectId: projectOf(input.target), target };
    const outcome = await withAccess(active, async (access) => {
      const own = await listOwnNames(access, place, step.signal);
      const remove = own.filter((key) => !(key in values));
      return taken(
        "vercel",
        await changeVariables(access, { place, change: { set: values, secretNames, remove } }, step.signal),
      );
    });
    const { set, removed } = outcome;
    active.log(
      step.name,
      "berth",
      `${set.size} ${set.size === 1 ? "variable" : "variables"} set for ${target} on Vercel.`,
    );
    if (removed.length > 0) active.log(step.name, "berth", `Taken back: ${removed.join(", ")}.`);
    return outcome;
  }

  async build(active: ActiveDeployment, { target, uploaded }: BuildInput, step: ActiveStep): Promise<void> {
    const earlier = EarlierDeployment.safeParse(uploaded).data?.earlier;
    if (earlier !== undefined) return adoptEarlier(active, earlier, step.signal);
    const framework = vercelFramework(await readConfig(active));
    const begin = {
      active,
      step,
      target,
      projectId: projectOf(target),
      uploaded: UploadedFiles.parse(uploaded),
      settings: settingsOf(active, framework),
      blobs: this.blobs.get(active.id) ?? [],
    };
    await withAccess(active, (access) => ensureDeployment(access, begin));
  }

  async streamLogs(active: ActiveDeployment, _input: StepInput, signal: AbortSignal): Promise<void> {
    const id = await awaitProvider(active, signal);
    // What is led to again was built, and told, before.
    if (id === undefined || (await isEarlier(active))) return;
    await followLog(active, id, signal);
  }

  async start(active: ActiveDeployment, _input: StepInput, step: ActiveStep): Promise<Ready> {
    const id = await readProviderId(active);
    if (id === undefined) throw new Error("The deployment on Vercel has no id, although it was begun.");
    await withAccess(active, (access) => awaitReady(access, { active, id }, step.signal));
    const message = (await isEarlier(active)) ? `Vercel still has ${id}.` : `Vercel built ${id}.`;
    return { checks: [{ name: "ready", ok: true, message }], featuresOff: [] };
  }

  async activate(
    active: ActiveDeployment,
    { target }: StepInput,
    _ready: Ready,
    step: ActiveStep,
  ): Promise<{ url: string; checks: Check[] }> {
    const { spec } = active;
    const deploymentId = (await readProviderId(active)) ?? "";
    const projectId = projectOf(target);
    const how = spec.cause === "rollback" && (await isEarlier(active)) ? "rollback" : "promote";
    const isProduction = spec.target === "production";
    const { url, page } = await withAccess(active, async (access) => {
      // A new production deployment serves by itself, unless a roll back holds production where it is.
      if (isProduction) await switchProduction(access, { projectId, deploymentId, how }, step.signal);
      const found = await vercel.findDeployment(access, deploymentId, step.signal);
      const own = found?.url ? addressOf(access, found.url) : target.address;
      return { url: isProduction ? target.address : own, page: found?.inspectorUrl ?? undefined };
    });
    const settings = page?.replace(/\/[^/]*$/, "/settings/deployment-protection");
    const { isProtected, ...check } = await probeAddress(url, { signal: step.signal, settings });
    if (isProtected || !check.ok) active.run.emit({ kind: "warning", level: "warn", message: check.message, url });
    await becomeCurrent(active, target, url);
    return { url, checks: [check] };
  }

  async settle(active: ActiveDeployment, isSuccess: boolean, outcome: FinalStatus): Promise<void> {
    this.blobs.delete(active.id);
    if (isSuccess || outcome === "timed_out" || (await isEarlier(active))) return;
    // The run's own signal has aborted by now, and a refused token must not hold up the end.
    const signal = AbortSignal.timeout(settleSeconds * 1000);
    try {
      const access = await openConnection(active.run.ctx, active.spec.connectionId ?? "");
      await undo(access, active, signal);
    } catch (error) {
      active.run.ctx.log.warn({ err: error }, "what was begun on Vercel may still be running");
    }
  }
}

/** Nothing is built: the deployment becomes another one that leads to what Vercel has. */
async function adoptEarlier(active: ActiveDeployment, id: string, signal: AbortSignal): Promise<void> {
  await withAccess(active, async (access) => {
    const found = await vercel.findDeployment(access, id, signal);
    const url = found?.url ? addressOf(access, found.url) : undefined;
    await saveProvider(active, { id, page: found?.inspectorUrl ?? undefined, url });
  });
}

function projectOf({ ids }: Target): string {
  return ids?.project ?? "";
}

/** What the deployment goes by: a configuration, or what was detected of a project Berth did not make. */
async function readConfig({ id, run }: ActiveDeployment): Promise<unknown> {
  const [row] = await run.ctx.db.select({ config: deployment.config }).from(deployment).where(eq(deployment.id, id));
  return row?.config;
}

/** The id of the deployment on Vercel, as soon as it was begun. */
async function awaitProvider(active: ActiveDeployment, signal: AbortSignal): Promise<string | undefined> {
  while (!signal.aborted) {
    const id = await readProviderId(active);
    if (id !== undefined) return id;
    await sleep(lookForProviderMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
