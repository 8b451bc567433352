import { expect } from "@playwright/test";
import type { DeploymentDetail, DeploymentEvent, StepName } from "@/modules/deployment/schema";
import type { ProjectSummary } from "@/modules/projects/schema";
import type { ScaffoldConfigInput } from "@/modules/scaffold/schema";
import { type BerthAddress, followDeployment, mutate, query } from "../../scripts/shared/berth-client.mjs";
import { sequenceFault } from "../../scripts/shared/events.mjs";

let counter = 0;

/** A name no other test uses. */
export function freshName(prefix: string): string {
  counter += 1;
  return `${prefix}-${Date.now().toString(36)}-${counter}`;
}

export const fullStack = {
  framework: "next",
  database: "drizzle-postgres",
  auth: "nextauth",
  authProviders: ["credentials"],
} satisfies Omit<ScaffoldConfigInput, "name">;

/** Creates a project and starts its deployment to this machine. */
export async function startDeployment(
  berth: BerthAddress,
  config: ScaffoldConfigInput,
  options: { sourceId?: string } = {},
): Promise<{ id: string; projectId: string }> {
  const project = await mutate<ProjectSummary>(berth, "project.create", { name: config.name, config });
  const { id } = await mutate<{ id: string }>(berth, "deployment.start", {
    projectId: project.id,
    platform: "local",
    ...options,
  });
  return { id, projectId: project.id };
}

/** Deploys to the end and expects success. */
export async function deploy(berth: BerthAddress, config: ScaffoldConfigInput): Promise<DeploymentDetail> {
  const { id } = await startDeployment(berth, config);
  await followDeployment(berth, id);
  const detail = await getDeployment(berth, id);
  expect(detail.status, JSON.stringify(detail.error)).toBe("succeeded");
  return detail;
}

export function getDeployment(berth: BerthAddress, id: string): Promise<DeploymentDetail> {
  return query<DeploymentDetail>(berth, "deployment.get", { id });
}

/** What the table holds, read in one go: the events up to the last one that is stored now. */
export async function storedEvents(berth: BerthAddress, id: string): Promise<DeploymentEvent[]> {
  const { eventCount } = await getDeployment(berth, id);
  return followDeployment(berth, id, { until: (event) => event.seq >= eventCount, deadlineMs: 30_000 });
}

/** The moments of a deployment in which tests interrupt it, each told by what the log says by then. */
export const phases = {
  install: (event: DeploymentEvent) => isLogOf(event, "trigger-build") || isRunning(event, "trigger-build"),
  build: (event: DeploymentEvent) =>
    event.kind === "log" && /Creating an optimized production build|Compiled|Turbopack/.test(event.line ?? ""),
  start: (event: DeploymentEvent) => isRunning(event, "complete"),
};

function isRunning(event: DeploymentEvent, step: StepName): boolean {
  return event.kind === "step" && event.step === step && event.status === "running";
}

function isLogOf(event: DeploymentEvent, step: StepName): boolean {
  return event.kind === "log" && event.step === step;
}

/** Every number from 1 on once, and every step that finished did so once. */
export function expectWholeAndOnce(events: DeploymentEvent[]): void {
  expect(sequenceFault(events)).toBeUndefined();
  const finished = events.filter((event) => event.kind === "step" && event.status === "succeeded");
  const names = finished.map((event) => event.step);
  expect(names).toEqual([...new Set(names)]);
}
