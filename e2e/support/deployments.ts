import { expect } from "@playwright/test";
import type { DeploymentDetail, DeploymentEvent } from "@/modules/deployment/schema";
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

/** Deploys to the end and expects success. */
export async function deploy(berth: BerthAddress, config: ScaffoldConfigInput): Promise<DeploymentDetail> {
  const project = await mutate<ProjectSummary>(berth, "project.create", { name: config.name, config });
  const input = { projectId: project.id, platform: "local" };
  const { id } = await mutate<{ id: string }>(berth, "deployment.start", input);
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

/** Every number from 1 on once, and every step that finished did so once. */
export function expectWholeAndOnce(events: DeploymentEvent[]): void {
  expect(sequenceFault(events)).toBeUndefined();
  const finished = events.filter((event) => event.kind === "step" && event.status === "succeeded");
  const names = finished.map((event) => event.step);
  expect(names).toEqual([...new Set(names)]);
}
