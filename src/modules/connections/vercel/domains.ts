import { z } from "zod";
import type { ApiAccess } from "../http/call";
import { callVercel, part } from "./call";
import { orUndefined } from "./projects";

const Domain = z.object({
  name: z.string(),
  apexName: z.string(),
  verified: z.boolean(),
  redirect: z.string().nullish(),
  gitBranch: z.string().nullish(),
  customEnvironmentId: z.string().nullish(),
  createdAt: z.number().optional(),
  verification: z
    .array(z.object({ type: z.string(), domain: z.string(), value: z.string(), reason: z.string() }))
    .optional(),
});
export type Domain = z.infer<typeof Domain>;

/** The addresses of a project: those Vercel gave it and those its owner added. */
export async function listDomains(access: ApiAccess, projectId: string, signal: AbortSignal): Promise<Domain[]> {
  const answer = z.object({ domains: z.array(Domain) });
  const path = `/v9/projects/${part(projectId)}/domains`;
  const query = { limit: 100 };
  return (await callVercel(access, { method: "GET", path, query, answer, signal })).domains;
}

/** Throws CONFLICT when another project has the domain. */
export async function addDomain(
  access: ApiAccess,
  { projectId, name }: { projectId: string; name: string },
  signal: AbortSignal,
): Promise<Domain> {
  const path = `/v10/projects/${part(projectId)}/domains`;
  return callVercel(access, { method: "POST", path, json: { name }, answer: Domain, signal });
}

/** Has Vercel look for the proof of ownership now. Throws VALIDATION when it is not there. */
export async function verifyDomain(
  access: ApiAccess,
  { projectId, name }: { projectId: string; name: string },
  signal: AbortSignal,
): Promise<Domain> {
  const path = `/v9/projects/${part(projectId)}/domains/${part(name)}/verify`;
  return callVercel(access, { method: "POST", path, answer: Domain, isRepeatable: true, signal });
}

export async function findDomain(
  access: ApiAccess,
  { projectId, name }: { projectId: string; name: string },
  signal: AbortSignal,
): Promise<Domain | undefined> {
  const path = `/v9/projects/${part(projectId)}/domains/${part(name)}`;
  return orUndefined(callVercel(access, { method: "GET", path, answer: Domain, signal }));
}

const DomainConfig = z.object({
  misconfigured: z.boolean(),
  recommendedIPv4: z.array(z.object({ rank: z.number(), value: z.array(z.string()) })).default([]),
  recommendedCNAME: z.array(z.object({ rank: z.number(), value: z.string() })).default([]),
});
export type DomainConfig = z.infer<typeof DomainConfig>;

/** Whether visitors get there, and the DNS records Vercel would like. */
export async function readDomainConfig(
  access: ApiAccess,
  { projectId, name }: { projectId: string; name: string },
  signal: AbortSignal,
): Promise<DomainConfig> {
  const path = `/v6/domains/${part(name)}/config`;
  const query = { projectIdOrName: projectId };
  return callVercel(access, { method: "GET", path, query, answer: DomainConfig, signal });
}

/** Succeeds when the domain is gone already. */
export async function removeDomain(
  access: ApiAccess,
  { projectId, name }: { projectId: string; name: string },
  signal: AbortSignal,
): Promise<void> {
  const path = `/v9/projects/${part(projectId)}/domains/${part(name)}`;
  await orUndefined(callVercel(access, { method: "DELETE", path, answer: z.unknown(), isRepeatable: true, signal }));
}
