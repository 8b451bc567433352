import { z } from "zod";
import { onProjectDelete } from "@/modules/projects";
import { ProjectName } from "@/modules/scaffold/schema";
import type { Kernel } from "@/server/kernel";
import { homePaths } from "@/server/process/home";
import type { RunKind } from "@/server/runs";
import { removeAppsOfProject, takeHomeApps } from "./apps";
import { describeFailure } from "./failures/failure";
import { findLateOutcomes } from "./lifecycle/late-outcome";
import { tellOutcome } from "./lifecycle/outcome-notice";
import { openLocalHost } from "./local/host";
import { setMachine } from "./local/machine";
import { Supervisor } from "./local/supervisor";
import { activate, runDeployment } from "./orchestrator";
import { LocalPlatform } from "./platforms/local";
import { openPlatforms } from "./platforms/open";
import { buildConcurrency } from "./platforms/registry";
import { DeploymentSpec, deploymentKind, hostedDeploymentKind, reloadKind } from "./run-spec";

const lookEverySeconds = 1;
const lateEverySeconds = 10;
/** Deployments to platforms mostly wait, so many of them run side by side. */
const hostedConcurrency = 64;
/** Each one starts an app, and waits for it. */
const reloadConcurrency = 4;
const RemoveApp = z.object({ name: ProjectName });

/** The kind of run, known to every process, and in those that work on jobs the care of the apps that run here. */
export async function registerJobs(kernel: Kernel): Promise<void> {
  setMachine(kernel);
  onProjectDelete("deployment", removeAppsOfProject);
  kernel.onRestore(() => takeHomeApps(kernel));
  const host = openLocalHost(kernel);
  const supervisor = new Supervisor(kernel, host);
  const platforms = openPlatforms(new LocalPlatform(host, supervisor));
  const { sources } = homePaths(kernel.env.home);
  const kind = (name: string): RunKind<DeploymentSpec> => ({
    kind: name,
    spec: DeploymentSpec,
    execute: (run) => runDeployment(run, platforms(run.spec.platform), sources),
    describeError: (error, { id, spec }) =>
      JSON.parse(JSON.stringify(describeFailure(error, { id, platform: spec.platform }))),
    onEnded: (tx, run, end) => tellOutcome(tx, run, end),
    onFinished: (run, status) => platforms(run.spec.platform).settle(activate(run), status === "succeeded", status),
  });
  await kernel.jobs.register(kind(deploymentKind), { concurrency: buildConcurrency() });
  await kernel.jobs.register(kind(hostedDeploymentKind), { concurrency: hostedConcurrency });
  await kernel.jobs.register(kind(reloadKind), { concurrency: reloadConcurrency });
  if (kernel.env.role === "web") return;
  kernel.jobs.schedule("late outcomes", lateEverySeconds, () => findLateOutcomes(kernel));
  await kernel.jobs.onCommand("apps", () => supervisor.look());
  await kernel.jobs.onCommand("remove-app", (payload) => supervisor.removeOrphan(RemoveApp.parse(payload).name));
  kernel.jobs.schedule("apps", lookEverySeconds, () => supervisor.look());
  kernel.onShutdown("hand over the apps", () => supervisor.stop());
}
