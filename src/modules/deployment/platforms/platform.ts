import type { ActiveRun, ActiveStep, FinalStatus, Json } from "@/server/runs";
import type { ReleaseFile } from "../local/files";
import type { DeploymentSpec } from "../run-spec";
import type { VariableOutcome } from "./variables";

/** One deployment on its way, as the steps and a platform see it. */
export interface ActiveDeployment {
  id: string;
  run: ActiveRun<DeploymentSpec>;
  spec: DeploymentSpec;
  /** A line of output, shown in the log within milliseconds. */
  log(step: string, stream: "stdout" | "stderr" | "berth", line: string): void;
  lineCount(): number;
  /** The last lines of output, oldest first: what a failure is explained from. */
  tail(): string[];
}

/** The place a deployment goes to, fixed before anything is built. */
export interface Target {
  /** Id of the row: an app of this machine, or a hosted app. */
  appId: string;
  name: string;
  /** Where it answers, or will: what the app is told as its own address. */
  address: string;
  /** Folder of the app's embedded database, on this machine only. */
  dataFolder?: string;
  /** The platform's own ids, by what they name. */
  ids?: Record<string, string>;
}

export type Check = { name: string; ok: boolean; message: string };
export type FeatureOff = { feature: string; missing: string[] };

/** What answered when the new version was found healthy; `process` is the local platform's own note of it. */
export interface Ready {
  process?: { pid: number; startedAt: string; port: number };
  checks: Check[];
  featuresOff: FeatureOff[];
}

export interface StepInput {
  target: Target;
  /** The environment of the app, complete. */
  values: Record<string, string>;
  /** Names among them whose values are hidden wherever the platform can hide them. */
  secretNames: ReadonlySet<string>;
}

/** What a platform has to be able to do. Every method can be repeated after a crash at any point. */
export interface Platform {
  /** initialize: refuses early what cannot work, such as a token that is not accepted; answers the isolation on this machine. */
  prepare(deployment: ActiveDeployment, step: ActiveStep): Promise<{ isolation?: "bubblewrap" | "process" }>;
  /** create-project: applies `spec.settings` where the platform keeps them, and reserves the name; throws PROJECT_NAME_TAKEN with one that is free. Never adopts what Berth did not make. */
  createProject(deployment: ActiveDeployment, step: ActiveStep): Promise<Target>;
  /** The same place at the address it has now; another one than before only when Berth was down in between. */
  locate(target: Target): Promise<Target>;
  /** Files of an earlier deployment as they were sent, if they are still there. */
  readFiles(target: Target, deploymentId: string): Promise<ReleaseFile[] | undefined>;
  /** upload: puts the files where the build will find them. What it answers is kept, and handed to `build`. */
  upload(
    deployment: ActiveDeployment,
    target: Target,
    files: readonly ReleaseFile[],
    step: ActiveStep,
  ): Promise<Uploaded>;
  /** configure-environment: sets the variables there, and touches none that Berth did not set. Absent where `build` brings them along. */
  configure?(deployment: ActiveDeployment, input: StepInput, step: ActiveStep): Promise<VariableOutcome>;
  /** trigger-build: on this machine the whole build; on a platform until it has begun and its id is stored. */
  build(deployment: ActiveDeployment, input: BuildInput, step: ActiveStep): Promise<void>;
  /** Beside build and start: hands the platform's log to `deployment.log` until the signal aborts, which it does not throw. */
  streamLogs?(deployment: ActiveDeployment, input: StepInput, signal: AbortSignal): Promise<void>;
  /** monitor: waits until the new version is healthy beside or instead of the old one. */
  start(deployment: ActiveDeployment, input: StepInput, step: ActiveStep): Promise<Ready>;
  /** complete: leads visitors to the new version and ends the old one. */
  activate(
    deployment: ActiveDeployment,
    input: StepInput,
    ready: Ready,
    step: ActiveStep,
  ): Promise<{ url: string; checks: Check[] }>;
  /**
   * After the last step, whatever the outcome: ends what is left over and brings the old version back if need be. A hosting
   * platform ends its build when the outcome is `cancelled`, and lets it go on when it is `timed_out`: Berth keeps looking.
   */
  settle(deployment: ActiveDeployment, isSuccess: boolean, outcome: FinalStatus): Promise<void>;
}

/** What an upload left behind, as JSON; `folder` is shown. */
export type Uploaded = { folder?: string } & { [key: string]: Json | undefined };

export interface BuildInput extends StepInput {
  uploaded: Uploaded;
  /** The files once more, for a platform that takes them together with the order to build. */
  files(): Promise<readonly ReleaseFile[]>;
}
