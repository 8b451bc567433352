import type { StepOptions } from "@/server/runs";
import { isTemporary } from "./failures/failure";
import type { StepName } from "./schema";

const maxAttempts = 3;

/** The nine steps: how long each may take at most, and that only temporary failures are tried again. */
export function stepOptions(name: StepName, timeoutSeconds: number): StepOptions {
  return { timeoutSeconds: Math.min(limits[name] ?? timeoutSeconds, timeoutSeconds), maxAttempts, isTemporary };
}

/** Seconds; a step that is not named here may use the deployment's whole time. */
const limits: Partial<Record<StepName, number>> = {
  initialize: 30,
  "create-project": 60,
  generate: 60,
  upload: 120,
  "configure-environment": 60,
  monitor: 120,
  complete: 60,
};
