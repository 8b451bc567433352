import type { ActiveRun, ActiveStep } from "@/server/runs";
import type { ReleaseFile } from "../local/files";
import type { DeploymentSpec } from "../run-spec";

/** One deployment on its way, as the steps and a platform see it. */
export interface ActiveDeployment {
  id: string;
  run: ActiveRun<DeploymentSpec>;
  spec: DeploymentSpec;
  /** A line of output, shown in the log within milliseconds. */
  log(step: string, stream: "stdout" | "stderr" | "berth", line: string): void;
  lineCount(): number;
}

/** The place a deployment goes to, fixed before anything is built. */
export interface Target {
  appId: string;
  name: string;
  address: string;
  /** Folder of the app's embedded database, where the platform has one. */
  dataFolder: string;
}

export type Check = { name: string; ok: boolean; message: string };
export type FeatureOff = { feature: string; missing: string[] };

/** What answered when the new version was found healthy; `process` is the platform's own note of it. */
export interface Ready {
  process: { pid: number; startedAt: string; port: number };
  checks: Check[];
  featuresOff: FeatureOff[];
}

export interface StepInput {
  target: Target;
  /** The environment of the app, complete. */
  values: Record<string, string>;
}

/** What a platform has to be able to do. Every method can be repeated after a crash at any point. */
export interface Platform {
  /** Refuses early what cannot work; answers the isolation the app will have. */
  prepare(deployment: ActiveDeployment): Promise<{ isolation: "bubblewrap" | "process" }>;
  /** Reserves the name; throws PROJECT_NAME_TAKEN with one that is free. */
  createProject(deployment: ActiveDeployment): Promise<Target>;
  /** The same place at the address it has now; another one than before only when Berth was down in between. */
  locate(target: Target): Promise<Target>;
  /** Files of an earlier deployment as they were sent, if they are still there. */
  readFiles(target: Target, deploymentId: string): Promise<ReleaseFile[] | undefined>;
  upload(deployment: ActiveDeployment, target: Target, files: readonly ReleaseFile[]): Promise<{ folder: string }>;
  build(deployment: ActiveDeployment, input: StepInput, step: ActiveStep): Promise<void>;
  /** Starts the new version beside or instead of the old one and waits until it is healthy. */
  start(deployment: ActiveDeployment, input: StepInput, step: ActiveStep): Promise<Ready>;
  /** Leads visitors to the new version and ends the old one. */
  activate(
    deployment: ActiveDeployment,
    input: StepInput,
    ready: Ready,
    step: ActiveStep,
  ): Promise<{ url: string; checks: Check[] }>;
  /** After the last step, whatever the outcome: ends what is left over and brings the old version back if need be. */
  settle(deployment: ActiveDeployment, isSuccess: boolean): Promise<void>;
}
