import * as documents from "./documents/app-services";
import { orGone } from "./projects";
import { askRailway, type RailwayAccess } from "./request";

/** A service in one environment of a project. */
export interface ServicePlace {
  projectId: string;
  environmentId: string;
  serviceId: string;
}

export type NewService = documents.ServiceCreateInput;
export type { ServiceSettings } from "./documents/app-services";

/** Creates a service in every environment of the project that is not a copy. It is not everywhere at once. */
export async function createService(access: RailwayAccess, input: NewService, signal: AbortSignal) {
  return (await askRailway(access, documents.serviceCreate, { input }, signal)).serviceCreate;
}

/** Deletes a service in all environments; one that is gone already is no error. */
export async function deleteService(access: RailwayAccess, id: string, signal: AbortSignal): Promise<void> {
  await orGone(() => askRailway(access, documents.serviceDelete, { id }, signal));
}

/** A service as it is in one environment. Throws NOT_READY while Railway still creates it. */
export async function readService(access: RailwayAccess, place: ServicePlace, signal: AbortSignal) {
  return (await askRailway(access, documents.serviceInstance, instanceOf(place), signal)).serviceInstance;
}

/** Sets how the service is built and run from its next deployment on; what is left out stays. */
export async function updateService(
  access: RailwayAccess,
  place: ServicePlace,
  input: documents.ServiceSettings,
  signal: AbortSignal,
): Promise<void> {
  await askRailway(access, documents.serviceInstanceUpdate, { ...instanceOf(place), input }, signal);
}

/** The address Railway gives the service: the one it has, or a new one. Without it nothing reaches the app. */
export async function ensureServiceDomain(
  access: RailwayAccess,
  place: ServicePlace,
  signal: AbortSignal,
): Promise<string> {
  const { domains } = await readService(access, place, signal);
  const [known] = domains.serviceDomains;
  if (known) return known.domain;
  const input = instanceOf(place);
  return (await askRailway(access, documents.serviceDomainCreate, { input }, signal)).serviceDomainCreate.domain;
}

/** Names and values as they were set, references not filled in. */
export async function readVariables(
  access: RailwayAccess,
  { projectId, ...place }: ServicePlace,
  signal: AbortSignal,
): Promise<Record<string, string | null>> {
  const input = { projectId, ...instanceOf(place) };
  return (await askRailway(access, documents.variables, input, signal)).variables;
}

/** Sets these variables, leaves every other one alone, and deploys nothing. */
export async function setVariables(
  access: RailwayAccess,
  { projectId, ...place }: ServicePlace,
  variables: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const input = { projectId, ...instanceOf(place), variables, replace: false, skipDeploys: true };
  await askRailway(access, documents.variableCollectionUpsert, { input }, signal);
}

/** Takes one variable away; one that is gone already is no error. */
export async function deleteVariable(
  access: RailwayAccess,
  { projectId, ...place }: ServicePlace,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const input = { projectId, ...instanceOf(place), name };
  await orGone(() => askRailway(access, documents.variableDelete, { input }, signal));
}

function instanceOf({ serviceId, environmentId }: Pick<ServicePlace, "serviceId" | "environmentId">) {
  return { serviceId, environmentId };
}
