import type { ServicePlace } from "./app-services";
import * as documents from "./documents/operations";
import { orGone } from "./projects";
import { askRailway, type RailwayAccess } from "./request";

export type { RailwayDomain } from "./documents/operations";

/** The domains of a service that people own. */
export async function listDomains(access: RailwayAccess, place: ServicePlace, signal: AbortSignal) {
  return (await askRailway(access, documents.domains, { ...place }, signal)).domains.customDomains;
}

/** Adds a domain, or answers the one that is there; its records say what to set at the DNS provider. */
export async function ensureDomain(
  access: RailwayAccess,
  place: ServicePlace,
  domain: string,
  signal: AbortSignal,
): Promise<documents.RailwayDomain> {
  const known = (await listDomains(access, place, signal)).find((each) => each.domain === domain);
  if (known) return known;
  return (await askRailway(access, documents.customDomainCreate, { input: { ...place, domain } }, signal))
    .customDomainCreate;
}

/** A domain with what Railway last saw of its records. */
export async function readDomain(access: RailwayAccess, id: string, projectId: string, signal: AbortSignal) {
  return (await askRailway(access, documents.customDomain, { id, projectId }, signal)).customDomain;
}

/** Takes a domain off the service; one that is gone already is no error. */
export async function deleteDomain(access: RailwayAccess, id: string, signal: AbortSignal): Promise<void> {
  await orGone(() => askRailway(access, documents.customDomainDelete, { id }, signal));
}
