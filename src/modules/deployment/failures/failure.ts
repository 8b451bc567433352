import { AppError } from "@/server/errors";
import { RunInterrupted, type StepTimedOut } from "@/server/runs";
import type { DeploymentError, Platform } from "../schema";
import { completeAction, editAction, logAction, retryAction, withWaysOut } from "./actions";

export { downloadAction, editAction, logAction, retryAction } from "./actions";

interface FailureOptions {
  isTemporary?: boolean;
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
}

/** A deployment that cannot go on, told for people. `isTemporary` means that trying the step again may well help. */
export class DeploymentFailure extends Error {
  readonly failure: DeploymentError;
  readonly isTemporary: boolean;
  /** How long the next try has to wait, as the platform asked. */
  readonly retryAfterSeconds: number | undefined;

  constructor(failure: DeploymentError, options: FailureOptions = {}) {
    super(failure.message, { cause: options.cause });
    this.name = "DeploymentFailure";
    this.failure = failure;
    this.isTemporary = options.isTemporary ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export function isTemporary(error: unknown): boolean {
  return error instanceof DeploymentFailure && error.isTemporary;
}

/** Any error of a deployment as the contract tells it, with the pages and commands that do what it advises. */
export function describeFailure(error: unknown, { id, platform }: { id: string; platform: Platform }): DeploymentError {
  const failure = toDeploymentError(error);
  const recovery = withWaysOut(failure.recovery, platform).map((action) => completeAction(action, id));
  return { ...failure, recovery };
}

function toDeploymentError(error: unknown): DeploymentError {
  if (error instanceof DeploymentFailure) return error.failure;
  if (RunInterrupted.is(error)) return interrupted(error);
  if (error instanceof Error && error.name === "StepTimedOut") return stepTimedOut(error as StepTimedOut);
  if (AppError.is(error)) return fromAppError(error);
  if (isOutOfDisk(error)) return outOfDisk("PLATFORM_UNAVAILABLE", []);
  return {
    type: "UNKNOWN",
    severity: "recoverable",
    message:
      "Something failed inside Berth that it did not expect. Its log has the details under this deployment's id.",
    suggestions: ["Try again. If it happens again, report it with the log of this deployment."],
    recovery: [retryAction, logAction],
  };
}

function interrupted(error: RunInterrupted): DeploymentError {
  if (error.reason === "timed_out") {
    return {
      type: "TIMEOUT",
      severity: "recoverable",
      message: "The deployment did not finish within its time, so it was stopped. Nothing of it is left running.",
      suggestions: ["Give it more time with --timeout, in seconds.", "Look in the log for the step that took so long."],
      recovery: [retryAction, logAction],
    };
  }
  return {
    type: "CANCELLED",
    severity: "recoverable",
    message: "The deployment was cancelled. Everything it had started was stopped.",
    suggestions: ["Start it again when you are ready; what it installed is kept for the next time."],
    recovery: [retryAction],
  };
}

function stepTimedOut(error: StepTimedOut): DeploymentError {
  return {
    type: "TIMEOUT",
    severity: "recoverable",
    message: `The step ${error.step} did not finish within ${error.seconds} seconds, so it was stopped.`,
    suggestions: [
      error.step === "trigger-build"
        ? `Give it more time, for example with --timeout ${error.seconds * 2}.`
        : "Try again when this machine has less to do: more time would not help this step.",
      "Look at the last lines of the log.",
    ],
    recovery: [retryAction, logAction],
  };
}

function fromAppError(error: AppError): DeploymentError {
  const isInput = error.code === "VALIDATION" || error.code === "NOT_FOUND" || error.code === "PRECONDITION";
  return {
    type: error.code === "FORBIDDEN" ? "INSUFFICIENT_PERMISSIONS" : isInput ? "INVALID_CONFIG" : "UNKNOWN",
    severity: "recoverable",
    message: error.message,
    suggestions: [isInput ? "Change what the message names, then deploy again." : "Try again."],
    recovery: isInput ? [editAction] : [retryAction, logAction],
  };
}

export function isOutOfDisk(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}

export function outOfDisk(type: DeploymentError["type"], evidence: string[]): DeploymentError {
  return {
    type,
    severity: "recoverable",
    message: "The disk of this machine is full, so files of the app could not be written.",
    suggestions: [
      "Free at least 2 GB on the disk that holds Berth's data folder.",
      "Delete apps you no longer need: their releases go with them.",
    ],
    recovery: [
      { action: "check", label: "See the apps on this machine", command: "berth apps", href: "/deployments" },
      retryAction,
    ],
    ...(evidence.length > 0 ? { evidence } : {}),
  };
}

export function nameTaken(name: string, free: string): DeploymentFailure {
  return new DeploymentFailure({
    type: "PROJECT_NAME_TAKEN",
    severity: "recoverable",
    message: `Another project's app already answers as ${name} on this machine, and a name can lead to one app only.`,
    suggestions: [`Use another name: ${free} is free.`, `Or delete the other app first: berth delete ${name}`],
    recovery: [
      { action: "alternative", label: `Deploy as ${free}`, name: free },
      { action: "check", label: "See the apps on this machine", command: "berth apps", href: "/deployments" },
    ],
  });
}

export function addressSilent(address: string, reason: string): DeploymentFailure {
  return new DeploymentFailure(
    {
      type: "START_FAILED",
      severity: "temporary",
      message: `The app is healthy, but ${address} does not lead to it: ${reason}.`,
      suggestions: ["Try again: Berth starts its local proxy anew when it is gone."],
      recovery: [retryAction],
    },
    { isTemporary: true },
  );
}

export function beingDeleted(name: string): DeploymentFailure {
  return new DeploymentFailure({
    type: "PROJECT_NAME_TAKEN",
    severity: "temporary",
    message: `The app ${name} is being deleted at this moment.`,
    suggestions: ["Wait a few seconds, then try again."],
    recovery: [retryAction],
  });
}
