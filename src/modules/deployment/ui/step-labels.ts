import type { StepName } from "../schema";

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

/** What a step does, for people. */
export function stepLabel(step: StepName): string {
  return labels[step];
}
