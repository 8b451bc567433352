import type { ServicePlace } from "./app-services";
import * as documents from "./documents/deployments";
import { orGone } from "./projects";
import { askRailway, type RailwayAccess } from "./request";

export type { RailwayDeployment, RailwayLine, RailwayStep } from "./documents/deployments";

/** A deployment as it is now. Throws NOT_FOUND. */
export async function readDeployment(access: RailwayAccess, id: string, signal: AbortSignal) {
  return (await askRailway(access, documents.deployment, { id }, signal)).deployment;
}

/** A deployment as it is now; undefined when Railway does not know it any more. */
export function findDeployment(access: RailwayAccess, id: string, signal: AbortSignal) {
  return orGone(() => readDeployment(access, id, signal));
}

/** The deployments of a service, newest first: Railway does not say in which order it answers. */
export async function listDeployments(
  access: RailwayAccess,
  { projectId, environmentId, serviceId }: ServicePlace,
  signal: AbortSignal,
): Promise<documents.RailwayDeployment[]> {
  const input = { projectId, environmentId, serviceId };
  const { deployments } = await askRailway(access, documents.deployments, { input }, signal);
  return deployments.edges
    .map(({ node }) => node)
    .sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
}

/** What Railway has done for a deployment so far, in order. */
export async function listSteps(
  access: RailwayAccess,
  id: string,
  signal: AbortSignal,
): Promise<documents.RailwayStep[]> {
  const { deploymentEvents } = await askRailway(access, documents.deploymentEvents, { id }, signal);
  return deploymentEvents.edges
    .map(({ node }) => node)
    .sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}

/** Ends a deployment that is not live yet. */
export async function cancelDeployment(access: RailwayAccess, id: string, signal: AbortSignal): Promise<void> {
  await askRailway(access, documents.deploymentCancel, { id }, signal);
}

/** Lets a deployment go on that waits for a person. */
export async function approveDeployment(access: RailwayAccess, id: string, signal: AbortSignal): Promise<void> {
  await askRailway(access, documents.deploymentApprove, { id }, signal);
}

/** Makes a new deployment from the image and variables of an earlier one; its id is not told. */
export async function rollbackDeployment(access: RailwayAccess, id: string, signal: AbortSignal): Promise<void> {
  await askRailway(access, documents.deploymentRollback, { id }, signal);
}

/** Stops what a deployment runs; the address answers no longer. */
export async function stopDeployment(access: RailwayAccess, id: string, signal: AbortSignal): Promise<void> {
  await askRailway(access, documents.deploymentStop, { id }, signal);
}

/** Makes a new deployment from the image of an earlier one, with the variables of now. */
export async function redeployDeployment(
  access: RailwayAccess,
  id: string,
  signal: AbortSignal,
): Promise<{ id: string }> {
  return (await askRailway(access, documents.deploymentRedeploy, { id }, signal)).deploymentRedeploy;
}
