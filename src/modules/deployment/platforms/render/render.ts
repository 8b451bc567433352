import { z } from "zod";
import { type OpenConnection, PlatformError, render } from "@/modules/connections";
import type { ActiveStep, FinalStatus } from "@/server/runs";
import { isTemporary } from "../../failures/failure";
import { estimateCost } from "../../hosted/prices";
import type { ReleaseFile } from "../../local/files";
import { becomeCurrent, ensureHostedApp, readProviderId, saveApp, saveProvider, taken, withAccess } from "../hosted";
import type { ActiveDeployment, BuildInput, Platform, Ready, StepInput, Target, Uploaded } from "../platform";
import { allSet, type VariableOutcome } from "../variables";
import { Commands, commandsOf, deferAddress } from "./commands";
import { awaitDeploy, beginDeploy, findBegun, readIntent, stopDeploy } from "./deploys";
import { explainDeploy } from "./failure";
import { streamLog } from "./log";
import { servicePlan } from "./plans";
import { type CodePlace, chooseGithub, ensureCode, pushCode } from "./repository";
import {
  findOwnService,
  nameTaken,
  ownerOf,
  readIds,
  readSetNames,
  serviceKey,
  serviceName,
  updateCommands,
} from "./service";
import { readStepOf } from "./steps";
import { changeVariables, listVariables, markerVariable, withRuntime } from "./variables";

/** What upload leaves for trigger-build: a commit to build, or an earlier deploy to serve again. */
const Sent = z.object({
  commit: z.string(),
  rollbackOf: z.string().optional(),
  commands: Commands.optional(),
});

/** The code goes to GitHub, and a web service on Render builds and runs it. */
export class RenderPlatform implements Platform {
  /** The end of a deploy, told by monitor to the log that runs beside it. */
  private readonly ends = new Map<string, AbortController>();

  async prepare(active: ActiveDeployment, step: ActiveStep) {
    await withAccess(active, async (access) => {
      const account = await render.readAccount(access, step.signal);
      if (!account.team) throw workspaceGone(access);
      await chooseGithub(active, access, undefined);
    });
    return {};
  }

  async createProject(active: ActiveDeployment, step: ActiveStep): Promise<Target> {
    const app = await ensureHostedApp(active);
    const name = serviceName(active);
    const key = serviceKey(active);
    const { service, githubId } = await withAccess(active, async (access) => {
      if (!app) throw nameTaken(name);
      const own = await findOwnService(access, { id: app.ids[key], name, appId: app.id }, step.signal);
      return { service: own, githubId: await chooseGithub(active, access, app.ids.github) };
    });
    const appId = app?.id ?? "";
    const code = await ensureCode(active, { connectionId: githubId, appId, known: app?.ids.repository }, step);
    const ids = await saveApp(active, appId, {
      ids: {
        github: code.github,
        githubOwner: code.owner,
        repository: code.name,
        repositoryUrl: code.url,
        branch: code.branch,
        // Empty once it was deleted on Render: the next deploy makes it again.
        [key]: service?.id ?? "",
      },
    });
    return { appId, name, address: service?.serviceDetails.url ?? `https://${name}.onrender.com`, ids };
  }

  async locate(target: Target): Promise<Target> {
    return target;
  }

  /** They are in the repository, and a roll back needs none. */
  async readFiles(): Promise<undefined> {
    return undefined;
  }

  async upload(
    active: ActiveDeployment,
    target: Target,
    files: readonly ReleaseFile[],
    step: ActiveStep,
  ): Promise<Uploaded> {
    const earlier = await this.findEarlier(active, target, step);
    if (earlier) return earlier;
    const commit = await pushCode(active, codeOf(target), files, step);
    return { commit, commands: commandsOf(files, active.spec.settings) };
  }

  async configure(active: ActiveDeployment, input: StepInput, step: ActiveStep): Promise<VariableOutcome> {
    const { appId } = input.target;
    const values = withRuntime(input.values);
    const before = await readSetNames(active, appId);
    await step.saveIntent({ names: Object.keys(values) });
    const serviceId = (await readIds(active, appId))[serviceKey(active)];
    // A new service is made with its variables.
    if (!serviceId)
      return allSet(deferAddress(values, input.target.address, commandsOf([], active.spec.settings)).values);
    return withAccess(active, async (access) => {
      const there = await listVariables(access, serviceId, step.signal);
      const known = new Map(there.map(({ key, value }) => [key, value]));
      const set = Object.fromEntries(Object.entries(values).filter(([key, value]) => known.get(key) !== value));
      const remove = [...before].filter((name) => !(name in values) && known.has(name));
      const change = { set, secretNames: input.secretNames, remove };
      const outcome = taken("render", await changeVariables(access, { serviceId, change }, step.signal));
      return { ...allSet(values), removed: outcome.removed };
    });
  }

  async build(active: ActiveDeployment, input: BuildInput, step: ActiveStep): Promise<void> {
    if (await readProviderId(active)) return;
    const sent = Sent.parse(input.uploaded);
    const { target } = input;
    const key = serviceKey(active);
    const begin = withAccess(active, async (access) => {
      const ids = await readIds(active, target.appId);
      const made = ids[key] ? undefined : await this.createService(active, access, { input, sent }, step);
      if (made) await saveApp(active, target.appId, { ids: { [key]: made.service.id } });
      const service = made?.service ?? (await readExisting(access, ids[key] ?? "", step));
      const deployId =
        made?.deployId ??
        (await findFirstDeploy(access, service, sent.commit, step)) ??
        (await this.deployAgain(access, { service, sent, target }, step)).id;
      const page = `${service.dashboardUrl}/deploys/${deployId}`;
      await saveProvider(active, { id: deployId, page });
      active.log(step.name, "berth", `Render's deploy ${deployId} has begun: ${page}`);
    });
    await begin.catch((error: unknown) => {
      // There will be no log to wait for.
      if (!isTemporary(error)) this.endOf(active).abort();
      throw error;
    });
  }

  async streamLogs(active: ActiveDeployment, { target }: StepInput, signal: AbortSignal): Promise<void> {
    const serviceId = async () => (await readIds(active, target.appId))[serviceKey(active)];
    await streamLog(active, { serviceId, ended: this.endOf(active).signal }, signal);
  }

  async start(active: ActiveDeployment, { target }: StepInput, step: ActiveStep): Promise<Ready> {
    const deployId = (await readProviderId(active)) ?? "";
    const serviceId = (await readIds(active, target.appId))[serviceKey(active)] ?? "";
    await withAccess(active, async (access) => {
      const tell = (status: string) => active.log(step.name, "berth", `Render: ${status.replaceAll("_", " ")}.`);
      const deploy = await awaitDeploy(access, { serviceId, deployId }, tell, step.signal);
      this.endOf(active).abort();
      if (deploy.status !== "live") throw await explainDeploy(access, serviceId, deploy, step.signal);
    });
    return { checks: [{ name: "live", ok: true, message: `Render reports ${deployId} as live.` }], featuresOff: [] };
  }

  async activate(active: ActiveDeployment, { target }: StepInput, _ready: Ready, step: ActiveStep) {
    const serviceId = (await readIds(active, target.appId))[serviceKey(active)] ?? "";
    const service = await withAccess(active, (access) => render.readService(access, serviceId, step.signal));
    const url = service?.serviceDetails.url ?? target.address;
    await becomeCurrent(active, target, url);
    return { url, checks: [] };
  }

  async settle(active: ActiveDeployment, _isSuccess: boolean, outcome: FinalStatus): Promise<void> {
    this.endOf(active).abort();
    this.ends.delete(active.id);
    if (outcome === "cancelled") await this.cancel(active);
  }

  /** The first deploy of an app: the service is made, and its making deploys the head of the branch. */
  private async createService(
    active: ActiveDeployment,
    access: OpenConnection,
    { input, sent }: { input: BuildInput; sent: z.infer<typeof Sent> },
    step: ActiveStep,
  ): Promise<{ service: render.Service; deployId: string | undefined }> {
    const { target, values } = input;
    const name = serviceName(active);
    const find = () => findOwnService(access, { id: undefined, name, appId: target.appId }, step.signal);
    if (readIntent(step.intent).isCreating) {
      const made = await find();
      if (made) return { service: made, deployId: undefined };
    }
    const code = codeOf(target);
    const addressed = deferAddress(values, target.address, sent.commands ?? commandsOf([], active.spec.settings));
    const variables = { ...withRuntime(addressed.values), [markerVariable]: target.appId };
    await step.saveIntent({ isCreating: true });
    active.log(step.name, "berth", costOf(name));
    const service = {
      ...addressed.commands,
      name,
      ownerId: ownerOf(access),
      repo: code.url,
      branch: code.branch,
      plan: servicePlan.id,
      variables: Object.entries(variables).map(([key, value]) => ({ key, value })),
    };
    try {
      return await render.createService(access, service, step.signal);
    } catch (error) {
      // An answer was lost, of this call or of one that Berth made before it.
      const mayExist = PlatformError.is(error) && ["UNCERTAIN", "UPSTREAM", "NAME_TAKEN"].includes(error.kind);
      const made = mayExist ? await find() : undefined;
      if (!made) throw error;
      return { service: made, deployId: undefined };
    }
  }

  private async deployAgain(
    access: OpenConnection,
    { service, sent, target }: { service: render.Service; sent: z.infer<typeof Sent>; target: Target },
    step: ActiveStep,
  ): Promise<render.Deploy> {
    if (service.suspended === "suspended") await render.resumeService(access, service.id, step.signal);
    const { branch, url } = codeOf(target);
    if (sent.commands) await updateCommands(access, service, { ...sent.commands, branch, url }, step.signal);
    return beginDeploy(access, service, sent, step);
  }

  /** Going back serves the earlier build again, as long as Render knows its deploy. */
  private async findEarlier(
    active: ActiveDeployment,
    target: Target,
    step: ActiveStep,
  ): Promise<{ commit: string; rollbackOf: string } | undefined> {
    const { cause, filesOf } = active.spec;
    const serviceId = target.ids?.[serviceKey(active)];
    const deployId = filesOf === null || cause !== "rollback" ? undefined : await readProviderId(active, filesOf);
    if (deployId === undefined || !serviceId) return undefined;
    const earlier = await withAccess(active, (access) =>
      render.readDeploy(access, { serviceId, deployId }, step.signal),
    );
    const commit = earlier?.commit?.id;
    if (!earlier || !commit || !["live", "deactivated"].includes(earlier.status)) return undefined;
    active.log(step.name, "berth", `Nothing is sent: Render has the build of ${deployId}.`);
    return { commit, rollbackOf: deployId };
  }

  private endOf({ id }: ActiveDeployment): AbortController {
    const known = this.ends.get(id) ?? new AbortController();
    this.ends.set(id, known);
    return known;
  }

  /** Stops the deploy on Render, also one whose id was not known yet when the deployment was cancelled. */
  private async cancel(active: ActiveDeployment): Promise<void> {
    const place = await readStepOf(active, "create-project", z.object({ appId: z.string() }));
    if (!place.output) return;
    const { appId } = place.output;
    const begun = readIntent((await readStepOf(active, "trigger-build", z.unknown())).intent);
    const sent = (await readStepOf(active, "upload", Sent)).output;
    if (!sent || (!begun.isCreating && begun.after === undefined)) return;
    const signal = AbortSignal.timeout(25_000);
    const key = serviceKey(active);
    await withAccess(active, async (access) => {
      const id = (await readIds(active, appId))[key] || undefined;
      const service = await findOwnService(access, { id, name: serviceName(active), appId }, signal);
      if (!service) return;
      if (!id) await saveApp(active, appId, { ids: { [key]: service.id } });
      const search = { ...sent, after: begun.after ?? null };
      const known = await readProviderId(active);
      await stopDeploy(access, service.id, known ?? search, signal);
    });
  }
}

function workspaceGone({ name }: OpenConnection): PlatformError {
  const message = `The API key of ${name} does not see the workspace it was connected for any more.`;
  return new PlatformError({ platform: "render", kind: "AUTH_SCOPE", message });
}

/** The deploy that came with a service this step has made, when an answer or Berth itself was lost since. */
async function findFirstDeploy(access: OpenConnection, { id }: render.Service, commit: string, step: ActiveStep) {
  if (!readIntent(step.intent).isCreating) return undefined;
  return (await findBegun(access, id, { commit, after: null }, step.signal))?.id;
}

async function readExisting(access: OpenConnection, id: string, { signal }: ActiveStep): Promise<render.Service> {
  const service = await render.readService(access, id, signal);
  if (service) return service;
  const message = `The service ${id} was deleted on Render while it was being deployed to.`;
  throw new PlatformError({ platform: "render", kind: "NOT_FOUND", message });
}

function codeOf({ ids = {} }: Target): CodePlace {
  const { github = "", githubOwner = "", repository = "", repositoryUrl = "", branch = "" } = ids;
  return { github, owner: githubOwner, name: repository, branch, url: repositoryUrl };
}

function costOf(name: string): string {
  const cost = estimateCost("render", { instances: 1, hasDatabase: false });
  const price = cost ? `, about ${cost.monthlyUsd.from} US dollars a month (${cost.source}, ${cost.asOf})` : "";
  return `The service ${name} is made on Render's plan ${servicePlan.label}${price}.`;
}
