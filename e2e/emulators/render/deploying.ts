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
  void new Running(context, service, deploy).run();
  return deploy;
}

type Phase = NonNullable<Ending["failsIn"]>;

/** One deploy on its way; each part answers whether the next one comes. */
class Running {
  private readonly plan: ReturnType<Host["planFor"]>;
  private readonly ending: Ending;
  private readonly failure: { failure: Record<string, unknown> };

  constructor(
    private readonly context: { state: RenderState; host: Host },
    private readonly service: StoredService,
    private readonly deploy: StoredDeploy,
  ) {
    this.plan = context.host.planFor(service.name);
    this.ending = endings[this.plan.result] ?? {};
    this.failure = { failure: { evicted: false, ...this.ending.reason } };
  }

  async run(): Promise<void> {
    if (!(await this.waitForTurn())) return;
    if (this.deploy.trigger !== "rollback" && !((await this.build()) && (await this.migrate()))) return;
    await this.serve();
  }

  private async waitForTurn(): Promise<boolean> {
    const { service, deploy } = this;
    await this.wait();
    deploy.isHidden = false;
    const isBefore = (other: StoredDeploy) => other !== deploy && !isOver(other) && other.createdAt < deploy.createdAt;
    while (service.deploys.some(isBefore)) if (!this.set("queued") || !(await this.wait())) return false;
    return true;
  }

  private async build(): Promise<boolean> {
    const { service, deploy, plan } = this;
    const { state } = this.context;
    if (!this.set("build_in_progress")) return false;
    const buildId = state.id("bld");
    deploy.startedAt = state.now();
    this.tell("build_started", { buildId });
    for (const line of buildLog(service, deploy, plan.log)) state.write(service.id, "build", line);
    await this.wait();
    while (plan.result === "stuck" && !isOver(deploy)) if (!(await this.wait())) return false;
    if (isOver(deploy)) return false;
    const isFailed = this.ending.failsIn === "build";
    if (isFailed && !plan.log) this.write("build");
    this.tell("build_ended", { buildId, buildStatus: isFailed ? "failed" : "succeeded", ...this.endOf("build") });
    return !this.stop("build");
  }

  private async migrate(): Promise<boolean> {
    const { service, deploy } = this;
    const { state } = this.context;
    if (service.preDeployCommand === "") return true;
    if (!this.set("pre_deploy_in_progress")) return false;
    state.write(service.id, "build", `==> Starting pre-deploy: ${service.preDeployCommand}`);
    await this.wait();
    const isFailed = this.ending.failsIn === "pre_deploy";
    if (isFailed) this.write("build");
    this.tell("pre_deploy_ended", {
      deployCommandExecutionId: state.id("dce"),
      deployId: deploy.id,
      preDeployStatus: isFailed ? "failed" : "succeeded",
      ...this.endOf("pre_deploy"),
    });
    return !this.stop("pre_deploy");
  }

  private async serve(): Promise<void> {
    const { service, deploy } = this;
    const { state, host } = this.context;
    if (!this.set("update_in_progress")) return;
    this.tell("deploy_started", { deployId: deploy.id });
    state.write(service.id, "app", `==> Running '${service.startCommand}'`);
    await this.wait();
    if (this.ending.failsIn === "update") {
      this.write("app");
      this.tell("server_failed", { reason: this.failure.failure });
      this.stop("update");
      return;
    }
    if (!this.set(service.isSuspended ? "canceled" : "live") || service.isSuspended) return;
    for (const other of service.deploys) if (other !== deploy && other.status === "live") other.status = "deactivated";
    state.write(service.id, "app", "==> Your service is live");
    this.tell("deploy_ended", { deployId: deploy.id, deployStatus: "succeeded", reason: {}, status: 2 });
    host.serveDeployed({ name: service.slug, deploymentId: deploy.id });
  }

  /** False once the deploy is over, by a cancel. */
  private set(status: string): boolean {
    const { deploy } = this;
    if (isOver(deploy)) return false;
    deploy.status = status;
    deploy.updatedAt = this.context.state.now();
    if (isOver(deploy)) deploy.finishedAt = deploy.updatedAt;
    return true;
  }

  private stop(phase: Phase): boolean {
    if (this.ending.failsIn !== phase || !this.set(`${phase}_failed`)) return false;
    this.tell("deploy_ended", { deployId: this.deploy.id, deployStatus: "failed", reason: this.failure, status: 3 });
    return true;
  }

  private endOf(phase: Phase) {
    return this.ending.failsIn === phase ? { reason: this.failure, status: 3 } : { reason: {}, status: 2 };
  }

  private write(type: "build" | "app"): void {
    for (const line of this.ending.lines ?? []) this.context.state.write(this.service.id, type, line);
  }

  private tell(type: string, details: Record<string, unknown>): void {
    const { state } = this.context;
    const serviceId = this.service.id;
    this.service.events.push({ id: state.id("evt"), timestamp: state.now(), serviceId, type, details });
  }

  /** False once the stand-in has closed, which ends a pause early: nothing must go round without a pause. */
  private async wait(): Promise<boolean> {
    const ms = Math.max(this.plan.statePaceMs, 5);
    const before = performance.now();
    await this.context.host.pause(ms);
    return performance.now() - before > ms / 2;
  }
}

function buildLog(service: StoredService, { commit }: StoredDeploy, own: string[] | undefined): string[] {
  return [
    `==> Cloning from ${service.repo}`,
    `==> Checking out commit ${commit.id} in branch ${service.branch}`,
    `==> Running build command '${service.buildCommand}'...`,
    ...(own ?? ["added 214 packages in 9s", "Compiled successfully"]),
  ];
}
