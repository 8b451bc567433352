import { type OpenConnection, railway } from "@/modules/connections";
import type { ActiveStep } from "@/server/runs";
import { buildFailed } from "../../failures/build-failures";
import { DeploymentFailure, logAction, retryAction } from "../../failures/failure";
import type { ActiveDeployment } from "../platform";

type Phase = "build" | "migrate" | "start";

/** Railway's words for a state, and what they mean. An unknown one is waited out like any other on the way. */
const states: Record<string, string> = {
  INITIALIZING: "is being prepared",
  QUEUED: "waits for its turn",
  WAITING: "waits for what it depends on",
  NEEDS_APPROVAL: "waits for approval",
  BUILDING: "is being built",
  DEPLOYING: "is being started",
};

const stepNames: Record<string, string> = {
  SNAPSHOT_CODE: "Take the files",
  BUILD_IMAGE: "Build the image",
  PUBLISH_IMAGE: "Store the image",
  WAIT_FOR_DEPENDENCIES: "Wait for dependencies",
  PRE_DEPLOY_COMMAND: "Run migrations",
  MIGRATE_VOLUMES: "Move volumes",
  CREATE_CONTAINER: "Create the container",
  CONFIGURE_NETWORK: "Set up the network",
  HEALTHCHECK: "Check its health",
  DRAIN_INSTANCES: "Let the old version finish",
};

const phases: Record<string, Phase> = {
  SNAPSHOT_CODE: "build",
  BUILD_IMAGE: "build",
  PUBLISH_IMAGE: "build",
  PRE_DEPLOY_COMMAND: "migrate",
};

const live = new Set(["SUCCESS", "SLEEPING"]);
const approvalSeconds = 24 * 3600;

/** Waits until the deployment is live, and tells on the way what Railway does. Throws what it ended with otherwise. */
export async function awaitLive(
  access: OpenConnection,
  { active, id, onStarting }: { active: ActiveDeployment; id: string; onStarting(): void },
  step: ActiveStep,
): Promise<{ status: string; steps: railway.RailwayStep[] }> {
  const tellSteps = stepTeller(active, step);
  let told = "";
  for await (const { status } of railway.watchDeployment(access, id, step.signal)) {
    if (status === told) continue;
    told = status;
    if (status in states) active.log(step.name, "berth", `Railway: the deployment ${states[status]} (${status}).`);
    if (status === "NEEDS_APPROVAL") await awaitApproval(access, active, id);
    if (status === "INITIALIZING" || status === "QUEUED" || status === "WAITING") continue;
    const steps = await railway.listSteps(access, id, step.signal);
    await tellSteps(steps);
    if (status !== "BUILDING" && status !== "NEEDS_APPROVAL") onStarting();
    if (live.has(status)) return { status, steps };
    if (!(status in states) && isOver(status)) throw await explainEnd(access, { id, status, steps }, step.signal);
  }
  throw new Error("Railway's states ended before the deployment did.");
}

function isOver(status: string): boolean {
  return ["FAILED", "CRASHED", "SKIPPED", "REMOVED", "REMOVING"].includes(status);
}

/** Nothing is lost while a person looks at it: the deployment's time stands still. */
async function awaitApproval(access: OpenConnection, active: ActiveDeployment, id: string): Promise<void> {
  const message = `Railway asks for approval before it builds this deployment. Approve it here or on Railway; it waits for ${approvalSeconds / 3600} hours.`;
  const recovery = [{ action: "manual", label: "Approve", fix: { kind: "approve" } }];
  active.run.emit({
    kind: "recovery",
    step: "monitor",
    level: "warn",
    message,
    error: { type: "INSUFFICIENT_PERMISSIONS", severity: "recoverable", message, suggestions: [], recovery },
  });
  await active.run.wait(approvalSeconds, async (signal) => {
    try {
      for await (const { status } of railway.watchDeployment(access, id, signal))
        if (status !== "NEEDS_APPROVAL") return;
    } catch (error) {
      throw signal.aborted && !active.run.signal.aborted ? notApproved() : error;
    }
  });
}

function stepTeller(active: ActiveDeployment, step: ActiveStep) {
  const told = new Set<string>();
  return async (steps: readonly railway.RailwayStep[]) => {
    for (const { id, step: name, createdAt, completedAt, payload } of steps) {
      if (completedAt === null || payload?.skipped || told.has(id)) continue;
      told.add(id);
      const seconds = Math.max(0, Math.round((Date.parse(completedAt) - Date.parse(createdAt)) / 1000));
      const how = payload?.error ? `failed: ${payload.error}` : `done in ${seconds} s`;
      active.log(step.name, "berth", `${stepNames[name] ?? name}: ${how}`);
    }
  };
}

function notApproved(): DeploymentFailure {
  return new DeploymentFailure({
    type: "TIMEOUT",
    severity: "recoverable",
    message: `Nobody approved the deployment on Railway within ${approvalSeconds / 3600} hours.`,
    suggestions: ["Approve it on its page on Railway, or deploy again."],
    recovery: [retryAction, logAction],
  });
}

interface Ended {
  id: string;
  status: string;
  steps: readonly railway.RailwayStep[];
}

async function explainEnd(access: OpenConnection, ended: Ended, signal: AbortSignal): Promise<DeploymentFailure> {
  if (ended.status !== "FAILED" && ended.status !== "CRASHED") return notDeployed(ended.status);
  const failed = ended.steps.findLast(({ payload }) => payload?.error);
  const phase = ended.status === "CRASHED" ? "start" : failed ? (phases[failed.step] ?? "start") : "build";
  const reason = failed?.payload?.error ?? failed?.payload?.reason;
  // Read again rather than taken from the live stream, which may have missed the end.
  const tail = await railway.readLog(access, phase === "build" ? "build" : "deploy", ended.id, signal);
  return buildFailed({
    platform: "railway",
    phase,
    tail: tail.flatMap(({ message }) => message.split("\n")),
    ...(reason ? { reason } : {}),
  });
}

function notDeployed(status: string): DeploymentFailure {
  const isSkipped = status === "SKIPPED";
  return new DeploymentFailure({
    type: isSkipped ? "INVALID_CONFIG" : "CANCELLED",
    severity: "recoverable",
    message: isSkipped
      ? "Railway skipped this deployment: the service's watch paths say that none of its files matter."
      : "The deployment was removed on Railway before it was live, by a person there or by a newer deployment.",
    suggestions: [
      isSkipped
        ? "Clear the watch paths in the service's settings on Railway, then try again."
        : "Deploy again. Visitors get the version that is live on Railway until then.",
    ],
    recovery: [retryAction, logAction],
  });
}
