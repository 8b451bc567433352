import { railway } from "@/modules/connections";
import type { ActiveStep, FinalStatus } from "@/server/runs";
import { isTemporary } from "../../failures/failure";
import type { ReleaseFile } from "../../local/files";
import { becomeCurrent, ensureHostedApp, readProviderId, taken, withAccess } from "../hosted";
import type { ActiveDeployment, BuildInput, Check, Platform, Ready, StepInput, Target, Uploaded } from "../platform";
import type { VariableOutcome } from "../variables";
import { beginDeployment } from "./begin";
import { cancelOnRailway } from "./cancel";
import { awaitProvider, followLogs } from "./log";
import { awaitLive } from "./outcome";
import { ensurePlace, nameTaken, placeOf } from "./place";
import { settingsOf, withRuntime } from "./settings";
import { changeVariables } from "./variables";

const settleSeconds = 20;

/** Railway: one archive of the project, built there and run as a service. */
export class RailwayPlatform implements Platform {
  /** What the step that waits tells the one that follows the logs beside it. */
  private readonly phases = new Map<string, { starting: PromiseWithResolvers<void>; over: AbortController }>();

  async prepare(active: ActiveDeployment, step: ActiveStep) {
    const account = await withAccess(active, (access) => railway.readAccount(access, step.signal));
    active.log(step.name, "berth", `Railway knows the account as ${account.team?.name ?? account.name}.`);
    return {};
  }

  async createProject(active: ActiveDeployment, step: ActiveStep): Promise<Target> {
    const app = await ensureHostedApp(active);
    return withAccess(active, async (access) => {
      if (!app) throw nameTaken(`Another project of this Berth deploys as ${active.spec.name} already`);
      const target = await ensurePlace(access, active, app, step);
      active.log(step.name, "berth", `The app answers at ${target.address} once it is live.`);
      return target;
    });
  }

  async locate(target: Target): Promise<Target> {
    return target;
  }

  /** Railway keeps images, not files; nothing is read back from there. */
  async readFiles(): Promise<undefined> {
    return undefined;
  }

  /** The archive itself is sent with the order to build, when the variables are set. */
  async upload(
    active: ActiveDeployment,
    _target: Target,
    files: readonly ReleaseFile[],
    step: ActiveStep,
  ): Promise<Uploaded> {
    const { length } = await withAccess(active, async () => railway.checkArchive(await railway.packArchive(files)));
    active.log(step.name, "berth", `${files.length} files packed to ${Math.ceil(length / 1024)} KB.`);
    const settings = settingsOf(files, active.spec.settings);
    if (settings.preDeployCommand?.length)
      active.log(step.name, "berth", `Railway runs ${settings.preDeployCommand[0]} before the app starts.`);
    return { settings: { ...settings } };
  }

  async configure(active: ActiveDeployment, input: StepInput, step: ActiveStep): Promise<VariableOutcome> {
    const set = withRuntime(input.values, active.spec.settings);
    const change = { set, secretNames: input.secretNames, remove: [] };
    const place = placeOf(input.target);
    const outcome = await withAccess(active, async (access) =>
      taken("railway", await changeVariables(access, { place, change }, step.signal)),
    );
    const count = outcome.set.size;
    active.log(step.name, "berth", `${count} ${count === 1 ? "variable" : "variables"} set on Railway.`);
    return outcome;
  }

  async build(active: ActiveDeployment, input: BuildInput, step: ActiveStep): Promise<void> {
    const id = await withAccess(active, (access) => beginDeployment(access, active, input, step));
    active.log(step.name, "berth", `Railway has begun the deployment ${id}.`);
  }

  async streamLogs(active: ActiveDeployment, _input: StepInput, signal: AbortSignal): Promise<void> {
    const id = await awaitProvider(active, signal);
    if (id === undefined) return;
    const { starting, over } = this.phasesOf(active);
    const phases = { started: starting.promise, over: over.signal };
    await withAccess(active, (access) => followLogs(access, { active, id, phases }, signal));
  }

  async start(active: ActiveDeployment, _input: StepInput, step: ActiveStep): Promise<Ready> {
    const id = await readProviderId(active);
    if (id === undefined) throw new Error("The deployment on Railway has no id, although it was begun.");
    const { starting, over } = this.phasesOf(active);
    const onStarting = () => starting.resolve();
    const { status, steps } = await withAccess(active, (access) =>
      awaitLive(access, { active, id, onStarting }, step),
    ).catch((error: unknown) => {
      // The step is tried again after what passes, and the logs go on meanwhile.
      if (!isTemporary(error)) over.abort();
      throw error;
    });
    over.abort();
    const isChecked = steps.some((each) => each.step === "HEALTHCHECK" && each.completedAt !== null);
    const how = isChecked ? "found it healthy" : `says ${status}`;
    return { checks: [{ name: "live", ok: true, message: `Railway runs ${id} and ${how}.` }], featuresOff: [] };
  }

  async activate(active: ActiveDeployment, { target }: StepInput): Promise<{ url: string; checks: Check[] }> {
    await becomeCurrent(active, target, target.address);
    return { url: target.address, checks: [] };
  }

  async settle(active: ActiveDeployment, _isSuccess: boolean, outcome: FinalStatus): Promise<void> {
    this.phases.get(active.id)?.starting.resolve();
    this.phases.delete(active.id);
    if (outcome !== "cancelled") return;
    try {
      // The run's own signal has aborted by now.
      await cancelOnRailway(active, AbortSignal.timeout(settleSeconds * 1000));
    } catch (error) {
      active.run.ctx.log.warn({ err: error }, "what was begun on Railway may still be running");
    }
  }

  private phasesOf({ id }: ActiveDeployment) {
    const phases = this.phases.get(id) ?? { starting: Promise.withResolvers<void>(), over: new AbortController() };
    this.phases.set(id, phases);
    return phases;
  }
}
