import type { Platform, StepName } from "../schema";

const labels: Record<StepName, string> = {
  initialize: "Prepare",
  "create-project": "Create the app",
  generate: "Generate the files",
  upload: "Put the files in place",
  "configure-environment": "Set the environment",
  "trigger-build": "Install and build",
  monitor: "Start and check",
  "stream-logs": "Collect the logs",
  complete: "Switch over",
};

/** A hosting platform builds after it was told to, so the same steps do other things there. */
const hostedLabels: Partial<Record<StepName, string>> = {
  upload: "Send the files",
  "trigger-build": "Begin the build",
  monitor: "Build and check",
};

/** What a step does on a platform, for people. */
export function stepLabel(step: StepName, platform: Platform): string {
  return (platform === "local" ? undefined : hostedLabels[step]) ?? labels[step];
}
