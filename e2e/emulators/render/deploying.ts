import type { Host } from "../kernel/emulator";
import type { RenderState, StoredDeploy, StoredService } from "./state";

/** How a deploy ends, by the outcome that a scenario names. */
interface Ending {
  /** Status in which it stops; absent when it goes on. */
  failsIn?: "build" | "pre_deploy" | "update";
  reason?: Record<string, unknown>;
  lines?: string[];
}

const endings: Record<string, Ending> = {
  success: {},
  queued: {},
  "build-failed": {
    failsIn: "build",
    reason: { nonZeroExit: 1 },
    lines: [
      "Failed to compile.",
      "./src/app/page.tsx:3:9",
      "Type error: Type 'string' is not assignable to type 'number'.",
      "==> Build failed",
    ],
  },
  "build-out-of-memory": {
    failsIn: "build",
    reason: { oomKilled: { memoryLimit: "512Mi" } },
    lines: ["Creating an optimized production build ...", "==> Out of memory (used over 512Mi)"],
  },
  "pre-deploy-failed": {
    failsIn: "pre_deploy",
    reason: { nonZeroExit: 1 },
    lines: ['error: relation "users" already exists', "==> Pre-deploy has failed"],
  },
  "out-of-memory": {
    failsIn: "update",
    reason: { oomKilled: { memoryLimit: "512Mi" } },
    lines: ["==> Out of memory (used over 512Mi)"],
  },
  crashed: {
    failsIn: "update",
    reason: { nonZeroExit: 1 },
    lines: ["Error: Cannot find module './missing.js'", "==> Exited with status 1"],
  },
  unhealthy: {
    failsIn: "update",
    reason: { unhealthy: "HTTP health check failed (timed out after 5 seconds)" },
    lines: ["==> Your service is live on port 10000, but the health check failed"],
  },
  "timed-out": {
    failsIn: "update",
    reason: { timedOutSeconds: 900, timedOutReason: "Port scan timeout reached, no open ports detected" },
    lines: ["==> No open ports detected, continuing to scan...", "==> Port scan timeout reached"],
  },
};

const terminal = new Set(["live", "deactivated", "build_failed", "pre_deploy_failed", "update_failed", "canceled"]);

export function isOver({ status }: StoredDeploy): boolean {
  return terminal.has(status);
}

export function isBusy({ deploys }: StoredService): boolean {
  return deploys.some((deploy) => !isOver(deploy));
}

/** Adds a deploy and lets it go its way; one that finds another one at work waits for it. */
export function beginDeploy(
  context: { state: RenderState; host: Host },
  service: StoredService,
  { commit, trigger, isHidden = false }: Pick<StoredDeploy, "commit" | "trigger"> & { isHidden?: boolean },
): StoredDeploy {
  const { state } = context;
  const at = state.now();
  const deploy: StoredDeploy = {
    id: state.id("dep"),
    status: "created",
    trigger,
    commit,
    createdAt: at,
    updatedAt: at,
  };
  if (isHidden) deploy.isHidden = true;
  service.deploys.push(deploy);
  void run(context, service, deploy);
  return deploy;
}

async function run({ state, host }: { state: RenderState; host: Host }, service: StoredService, deploy: StoredDeploy) {
  const plan = host.planFor(service.name);
  const ending = endings[plan.result] ?? {};
  const set = (status: string) => {
    if (isOver(deploy)) return false;
    deploy.status = status;
    deploy.updatedAt = state.now();
    if (isOver(deploy)) deploy.finishedAt = deploy.updatedAt;
    return true;
  };
  const tell = (type: string, details: Record<string, unknown>) =>
    service.events.push({ id: state.id("evt"), timestamp: state.now(), serviceId: service.id, type, details });
  /** False once the stand-in has closed, which ends a pause early: nothing must go round without a pause. */
  const wait = async () => {
    const ms = Math.max(plan.statePaceMs, 5);
    const before = performance.now();
    await host.pause(ms);
    return performance.now() - before > ms / 2;
  };
  const lines = ending.lines ?? [];
  const failure = { failure: { evicted: false, ...ending.reason } };
  const stop = (phase: "build" | "pre_deploy" | "update") => {
    if (ending.failsIn !== phase || !set(`${phase}_failed`)) return false;
    tell("deploy_ended", { deployId: deploy.id, deployStatus: "failed", reason: failure, status: 3 });
    return true;
  };

  await wait();
  deploy.isHidden = false;
  while (service.deploys.some((other) => other !== deploy && !isOver(other) && other.createdAt < deploy.createdAt)) {
    if (!set("queued") || !(await wait())) return;
  }
  const buildId = state.id("bld");
  if (deploy.trigger !== "rollback") {
    if (!set("build_in_progress")) return;
    deploy.startedAt = state.now();
    tell("build_started", { buildId });
    for (const line of buildLog(service, deploy, plan.log)) state.write(service.id, "build", line);
    await wait();
    while (plan.result === "stuck" && !isOver(deploy)) if (!(await wait())) return;
    if (isOver(deploy)) return;
    if (ending.failsIn === "build") {
      for (const line of plan.log ? [] : lines) state.write(service.id, "build", line);
      tell("build_ended", { buildId, buildStatus: "failed", reason: failure, status: 3 });
    } else tell("build_ended", { buildId, buildStatus: "succeeded", reason: {}, status: 2 });
    if (stop("build")) return;
    if (service.preDeployCommand !== "") {
      if (!set("pre_deploy_in_progress")) return;
      state.write(service.id, "build", `==> Starting pre-deploy: ${service.preDeployCommand}`);
      await wait();
      const isFailed = ending.failsIn === "pre_deploy";
      if (isFailed) for (const line of lines) state.write(service.id, "build", line);
      tell("pre_deploy_ended", {
        deployCommandExecutionId: state.id("dce"),
        deployId: deploy.id,
        preDeployStatus: isFailed ? "failed" : "succeeded",
        reason: isFailed ? failure : {},
        status: isFailed ? 3 : 2,
      });
      if (stop("pre_deploy")) return;
    }
  }
  if (!set("update_in_progress")) return;
  tell("deploy_started", { deployId: deploy.id });
  state.write(service.id, "app", `==> Running '${service.startCommand}'`);
  await wait();
  if (ending.failsIn === "update") {
    for (const line of lines) state.write(service.id, "app", line);
    tell("server_failed", { reason: failure.failure });
    stop("update");
    return;
  }
  if (service.isSuspended || !set("live")) return;
  for (const other of service.deploys) if (other !== deploy && other.status === "live") other.status = "deactivated";
  state.write(service.id, "app", "==> Your service is live");
  tell("deploy_ended", { deployId: deploy.id, deployStatus: "succeeded", reason: {}, status: 2 });
  host.serveDeployed({ name: service.slug, deploymentId: deploy.id });
}

function buildLog(service: StoredService, { commit }: StoredDeploy, own: string[] | undefined): string[] {
  return [
    `==> Cloning from ${service.repo}`,
    `==> Checking out commit ${commit.id} in branch ${service.branch}`,
    `==> Running build command '${service.buildCommand}'...`,
    ...(own ?? ["added 214 packages in 9s", "Compiled successfully"]),
  ];
}
