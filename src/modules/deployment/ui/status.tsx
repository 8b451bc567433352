import {
  Ban,
  Circle,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Clock,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  SkipForward,
  Square,
  TimerOff,
} from "lucide-react";
import { Status, type Tone } from "@/ui/badge";
import type { AppSummary, DeploymentStatus, StepStatus } from "../schema";

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

/** The state of a deployment. One that succeeded and serves no longer is not "Live". */
export function DeploymentStatusLabel({ status, isCurrent }: { status: DeploymentStatus; isCurrent: boolean }) {
  return <Status {...(status === "succeeded" && !isCurrent ? past : deploymentLooks[status])} />;
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
