import { randomUUID } from "node:crypto";
import type { Host } from "../kernel/emulator";
import type { Deployment, RailwayState, Step } from "./state";

/** A line that comes twice at the same time is two lines. */
const usualBuildLog = [
  "Using Railpack",
  "npm ci",
  "added 312 packages in 9s",
  "npm run build",
  "compiling",
  "compiling",
  "Compiled successfully",
];
const failingBuildLog = [
  "Using Railpack",
  "npm ci",
  "npm run build",
  "src/app/page.tsx:12:7",
  "Type error: Type 'string' is not assignable to type 'number'.",
  "Build failed with exit code 1",
];

const over = new Set(["SUCCESS", "FAILED", "CRASHED", "SKIPPED", "REMOVED", "SLEEPING"]);

export function isOver({ status }: Deployment): boolean {
  return over.has(status);
}

/**
 * Walks a deployment through Railway's states. Results beyond the common ones: `needs-approval`, `skipped`,
 * `migrate-failed`, `unhealthy`, `crashed`, `sleeping`.
 */
export async function runDeployment(state: RailwayState, host: Host, deployment: Deployment): Promise<void> {
  const plan = host.planFor(deployment.instance.service.name);
  const walk = { state, host, deployment, paceMs: plan.statePaceMs };
  await host.pause(walk.paceMs);
  if (plan.result === "needs-approval") await waitForApproval(walk);
  if (plan.result === "skipped") return enter(walk, "SKIPPED");
  if (plan.result === "stuck") return enter(walk, "QUEUED");
  if (deployment.isStopped) return;
  const isBuilt =
    deployment.hasImage || (await build(walk, plan.result === "build-failed" || !isBuildable(deployment), plan.log));
  if (!isBuilt) return;
  if (!(await release(walk, plan.result))) return;
  succeed(walk, plan.result === "sleeping" ? "SLEEPING" : "SUCCESS");
}

interface Walk {
  state: RailwayState;
  host: Host;
  deployment: Deployment;
  paceMs: number;
}

async function waitForApproval(walk: Walk): Promise<void> {
  enter(walk, "NEEDS_APPROVAL");
  while (walk.deployment.status === "NEEDS_APPROVAL") {
    await new Promise((resolve) => walk.deployment.changes.once("change", resolve));
  }
}

function isBuildable({ files, instance }: Deployment): boolean {
  const root = instance.settings.rootDirectory?.replace(/^\/|\/$/g, "") ?? "";
  return `${root === "" ? "" : `${root}/`}package.json` in files;
}

async function build(walk: Walk, isFailing: boolean, log: string[] | undefined): Promise<boolean> {
  const { deployment, host, paceMs, state } = walk;
  addStep(walk, "SNAPSHOT_CODE");
  enter(walk, "BUILDING");
  const building = addStep(walk, "BUILD_IMAGE");
  const lines = log ?? (isFailing ? failingBuildLog : usualBuildLog);
  await host.pause(paceMs / 4);
  deployment.isBuildLogOpen = true;
  let timestamp = state.logTime();
  for (const [index, message] of lines.entries()) {
    if (deployment.isStopped) return false;
    if (message !== lines[index - 1]) timestamp = state.logTime();
    deployment.build.push({ timestamp, message, severity: "info", attributes: [] });
    deployment.changes.emit("change");
    if (index % 2 === 1) await host.pause(paceMs / 8);
  }
  await host.pause(paceMs / 2);
  if (deployment.isStopped) return false;
  deployment.isBuildLogComplete = true;
  complete(walk, building, isFailing ? "Build failed with exit code 1" : null);
  if (isFailing) enter(walk, "FAILED");
  else complete(walk, addStep(walk, "PUBLISH_IMAGE"), null);
  deployment.hasImage = !isFailing;
  return !isFailing;
}

async function release(walk: Walk, result: string): Promise<boolean> {
  const { deployment, host, paceMs } = walk;
  const { settings } = deployment.instance;
  enter(walk, "DEPLOYING");
  if (settings.preDeployCommand?.length) {
    const step = addStep(walk, "PRE_DEPLOY_COMMAND");
    say(walk, `> ${settings.preDeployCommand.join(" ")}`);
    if (result === "migrate-failed") {
      say(walk, 'error: relation "entries" already exists');
      complete(walk, step, "Pre-deploy command exited with code 1");
      enter(walk, "FAILED");
      return false;
    }
    complete(walk, step, null);
  }
  complete(walk, addStep(walk, "CREATE_CONTAINER"), null);
  say(walk, "Starting Container");
  await host.pause(paceMs);
  if (deployment.isStopped) return false;
  if (result === "crashed") {
    say(walk, "Error: connect ECONNREFUSED 10.0.0.1:5432");
    enter(walk, "CRASHED");
    return false;
  }
  if (settings.healthcheckPath) {
    const step = addStep(walk, "HEALTHCHECK");
    complete(walk, step, result === "unhealthy" ? `Healthcheck of ${settings.healthcheckPath} failed` : null);
    if (result === "unhealthy") {
      enter(walk, "FAILED");
      return false;
    }
  }
  say(walk, "Ready");
  return true;
}

function succeed(walk: Walk, status: string): void {
  const { state, host, deployment } = walk;
  for (const other of state.deploymentsOf(deployment.instance)) {
    if (other !== deployment && isOver(other) && other.status !== "REMOVED") {
      if (other.status === "SUCCESS" || other.status === "SLEEPING") other.status = "REMOVED";
      other.changes.emit("change");
    }
  }
  const name = deployedName(deployment);
  if (deployment.instance.domain) host.serveDeployed({ name, deploymentId: deployment.id });
  enter(walk, status);
}

/** The first label of the address. */
export function deployedName({ instance }: Pick<Deployment, "instance">): string {
  const { service, environment } = instance;
  return `${service.name}-${environment.name}-${instance.id.slice(0, 4)}`;
}

function enter({ deployment }: Walk, status: string): void {
  if (deployment.isStopped) return;
  deployment.status = status;
  deployment.changes.emit("change");
}

function addStep({ state, deployment }: Walk, step: string): Step {
  const added = { id: randomUUID(), step, createdAt: state.now(), completedAt: null, payload: null };
  deployment.steps.push(added);
  return added;
}

function complete({ state }: Walk, step: Step, error: string | null): void {
  step.completedAt = state.now();
  step.payload = { error, reason: null, skipped: false };
}

function say({ state, deployment }: Walk, message: string): void {
  deployment.deploy.push({ timestamp: state.logTime(), message, severity: "info", attributes: [] });
  deployment.changes.emit("change");
}
