import * as z from "zod";
import type { ApiAccess } from "../http/call";
import { type CustomDomain, DomainAnswer, NoAnswer } from "./answers";
import { callRender, listAll } from "./call";
import { isGone, pathOf } from "./web-services";

export function listDomains(access: ApiAccess, serviceId: string, signal: AbortSignal): Promise<CustomDomain[]> {
  return listAll(access, {
    path: `${pathOf(serviceId)}/custom-domains`,
    wrap: "customDomain",
    item: DomainAnswer,
    signal,
  });
}

/** Adds a domain. An apex brings its www along, so the answer may hold two. */
export async function addDomain(
  access: ApiAccess,
  serviceId: string,
  name: string,
  signal: AbortSignal,
): Promise<CustomDomain[]> {
  const { data } = await callRender(access, {
    method: "POST",
    path: `${pathOf(serviceId)}/custom-domains`,
    json: { name },
    answer: z.array(DomainAnswer),
    signal,
  });
  return data;
}

/** Has Render look at the DNS again; what it finds shows in the domain some seconds later. */
export async function verifyDomain(
  access: ApiAccess,
  serviceId: string,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const path = `${domainPath(serviceId, id)}/verify`;
  await callRender(access, { method: "POST", path, answer: NoAnswer, isRepeatable: true, signal });
}

/** A domain by its id or name. */
export async function readDomain(
  access: ApiAccess,
  serviceId: string,
  id: string,
  signal: AbortSignal,
): Promise<CustomDomain> {
  const path = domainPath(serviceId, id);
  const { data } = await callRender(access, { method: "GET", path, answer: DomainAnswer, signal });
  return data;
}

/** Succeeds when the domain is gone already. */
export async function removeDomain(
  access: ApiAccess,
  serviceId: string,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const path = domainPath(serviceId, id);
    await callRender(access, { method: "DELETE", path, answer: NoAnswer, isRepeatable: true, signal });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function domainPath(serviceId: string, id: string): string {
  return `${pathOf(serviceId)}/custom-domains/${encodeURIComponent(id)}`;
}
