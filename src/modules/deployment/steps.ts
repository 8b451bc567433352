import type { StepOptions } from "@/server/runs";
import { isTemporary } from "./failures/failure";
import type { Platform, StepName } from "./schema";

const maxAttempts = 3;

/** How long each of the nine steps may take at most, and that only temporary failures are tried again. */
export function stepOptions(name: StepName, of: { platform: Platform; timeoutSeconds: number }): StepOptions {
  const limits = of.platform === "local" ? localLimits : hostedLimits;
  const timeoutSeconds = Math.min(limits[name] ?? of.timeoutSeconds, of.timeoutSeconds);
  return { timeoutSeconds, maxAttempts, isTemporary };
}

type Limits = Partial<Record<StepName, number>>;

/** Seconds; a step that is not named may use the deployment's whole time. */
const localLimits: Limits = {
  initialize: 30,
  "create-project": 60,
  generate: 60,
  upload: 120,
  "configure-environment": 60,
  monitor: 120,
  complete: 60,
};

/** The build happens in `monitor` there, and every call may have to be repeated or to wait for a rate limit. */
const hostedLimits: Limits = {
  initialize: 120,
  "create-project": 180,
  generate: 60,
  // A database beside the app takes some minutes to be ready.
  "configure-environment": 900,
  "trigger-build": 300,
  complete: 180,
};
