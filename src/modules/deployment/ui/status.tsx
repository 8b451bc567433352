import {
  Ban,
  Circle,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Clock,
  KeyRound,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  SkipForward,
  Square,
  TimerOff,
} from "lucide-react";
import { Status, type Tone } from "@/ui/badge";
import type { AppSummary, DeploymentStatus, DeploymentSummary, StepStatus } from "../schema";

interface Look {
  tone: Tone;
  icon: LucideIcon;
  label: string;
  isLive?: boolean;
}

const deploymentLooks: Record<DeploymentStatus, Look> = {
  queued: { tone: "neutral", icon: Clock, label: "Queued" },
  running: { tone: "info", icon: LoaderCircle, label: "Deploying", isLive: true },
  cancelling: { tone: "warning", icon: CircleDashed, label: "Cancelling", isLive: true },
  succeeded: { tone: "success", icon: CircleCheck, label: "Live" },
  failed: { tone: "danger", icon: OctagonX, label: "Failed" },
  cancelled: { tone: "neutral", icon: Ban, label: "Cancelled" },
  timed_out: { tone: "danger", icon: TimerOff, label: "Timed out" },
  stopped: { tone: "neutral", icon: Square, label: "Stopped" },
};

const waiting: Look = { tone: "warning", icon: KeyRound, label: "Waiting for a token" };

const past: Look = { tone: "neutral", icon: CircleCheck, label: "Succeeded" };

const stepLooks: Record<StepStatus, Look> = {
  pending: { tone: "neutral", icon: Circle, label: "Waiting" },
  running: { tone: "info", icon: LoaderCircle, label: "Running", isLive: true },
  succeeded: { tone: "success", icon: CircleCheck, label: "Done" },
  failed: { tone: "danger", icon: OctagonX, label: "Failed" },
  cancelled: { tone: "neutral", icon: Ban, label: "Cancelled" },
  skipped: { tone: "neutral", icon: SkipForward, label: "Skipped" },
};

const appLooks: Record<AppSummary["status"], Look> = {
  starting: { tone: "info", icon: LoaderCircle, label: "Starting", isLive: true },
  running: { tone: "success", icon: CircleCheck, label: "Running" },
  stopped: { tone: "neutral", icon: Square, label: "Stopped" },
  crashed: { tone: "danger", icon: CircleSlash, label: "Crashed" },
};

type Told = Pick<DeploymentSummary, "status" | "isCurrent" | "waitingFor">;

/** The state of a deployment. One that stands still is not "Deploying", one that serves no longer not "Live". */
export function DeploymentStatusLabel({ deployment }: { deployment: Told }) {
  return <Status {...deploymentLook(deployment)} />;
}

function deploymentLook({ status, isCurrent, waitingFor }: Told): Look {
  if (waitingFor) return waiting;
  return status === "succeeded" && !isCurrent ? past : deploymentLooks[status];
}

/** The state of a live app. */
export function AppStatusLabel({ status }: { status: AppSummary["status"] }) {
  return <Status {...appLooks[status]} />;
}

/** How a step's state looks. */
export function stepLook(status: StepStatus): Look {
  return stepLooks[status];
}

const unfinished: ReadonlySet<DeploymentStatus> = new Set(["queued", "running", "cancelling"]);

/** Whether the deployment is still at work. */
export function isUnfinished(status: DeploymentStatus): boolean {
  return unfinished.has(status);
}
