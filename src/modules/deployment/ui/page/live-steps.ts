import type { DeploymentEvent, DeploymentStep, StepStatus } from "../../schema";

const known: readonly StepStatus[] = ["pending", "running", "succeeded", "failed", "cancelled", "skipped"];
const open: ReadonlySet<StepStatus> = new Set(["pending", "running"]);

/**
 * The steps as the events tell them, which is sooner than the row is read again. What the row says is over stays over:
 * events of an earlier try cannot open it again.
 */
export function liveSteps(steps: readonly DeploymentStep[], events: readonly DeploymentEvent[]): DeploymentStep[] {
  const newest = new Map<string, DeploymentEvent>();
  const started = new Map<string, string>();
  for (const event of events) {
    if (event.kind !== "step" || !event.step) continue;
    newest.set(event.step, event);
    if (event.status === "running") started.set(event.step, event.at);
  }
  return steps.map((step) => {
    const event = newest.get(step.name);
    const status = known.find((name) => name === event?.status);
    if (!event || !status || !open.has(step.status)) return step;
    const startedAt = step.startedAt ?? started.get(step.name);
    if (open.has(status)) return { ...step, status, startedAt };
    const durationMs = startedAt ? Date.parse(event.at) - Date.parse(startedAt) : undefined;
    return { ...step, status, startedAt, finishedAt: event.at, durationMs };
  });
}
