import { PlatformError, vercel } from "@/modules/connections";
import type { DnsRecord, HostedCall, HostedDomain, HostedOperations, ProviderDeployment } from "../operations";
import { addressOf, givenDomain, readAddress } from "./project";
import { switchProduction } from "./traffic";
import { changeVariables, listVariables } from "./variables";

/** What Vercel can do with an app after it was deployed. Copies, usage and databases are not its to give. */
export const vercelOperations: HostedOperations = {
  async status({ access, signal }, providerId) {
    const found = await vercel.findDeployment(access, providerId, signal);
    if (!found) return undefined;
    const message = found.errorMessage ?? found.aliasError?.message;
    return {
      state: stateOf(found),
      status: found.readyState,
      ...(found.url ? { url: addressOf(access, found.url) } : {}),
      ...(message ? { message } : {}),
    };
  },
  async promote(call, { providerId }) {
    return lead(call, providerId, "promote");
  },
  async rollback(call, { providerId }) {
    return lead(call, providerId, "rollback");
  },
  async pause({ access, app, signal }) {
    await vercel.pauseProject(access, projectOf(app), signal);
  },
  async resume({ access, app, signal }) {
    await vercel.resumeProject(access, projectOf(app), signal);
  },
  async remove({ access, app, signal }) {
    // An app without a project was never made there.
    if (app.ids.project) await vercel.deleteProject(access, app.ids.project, signal);
  },
  domains: {
    async list({ access, app, signal }) {
      const projectId = projectOf(app);
      const domains = await vercel.listDomains(access, projectId, signal);
      const given = givenDomain(domains);
      const own = domains.filter(({ name }) => name !== given?.name && !name.endsWith(".vercel.app"));
      return Promise.all(own.map((domain) => describeDomain(access, { projectId, domain }, signal)));
    },
    async add({ access, app, signal }, name) {
      const at = { projectId: projectOf(app), name };
      const domain = (await vercel.findDomain(access, at, signal)) ?? (await vercel.addDomain(access, at, signal));
      return [await describeDomain(access, { projectId: at.projectId, domain }, signal)];
    },
    async verify({ access, app, signal }, id) {
      const at = { projectId: projectOf(app), name: id };
      const domain = await verifyOrFind(access, at, signal);
      return describeDomain(access, { projectId: at.projectId, domain }, signal);
    },
    async remove({ access, app, signal }, id) {
      await vercel.removeDomain(access, { projectId: projectOf(app), name: id }, signal);
    },
  },
  variables: {
    complete: (values) => values,
    list: ({ access, app, signal }) => listVariables(access, productionOf(app), signal),
    change: ({ access, app, signal }, change) => {
      return changeVariables(access, { place: productionOf(app), change }, signal);
    },
  },
};

function productionOf(app: HostedCall["app"]) {
  return { projectId: projectOf(app), target: "production" } as const;
}

function projectOf({ name, ids }: HostedCall["app"]): string {
  if (ids.project) return ids.project;
  throw new PlatformError({ platform: "vercel", kind: "NOT_FOUND", message: `${name} has no project on Vercel.` });
}

async function lead(
  { access, app, signal }: HostedCall,
  deploymentId: string,
  how: "promote" | "rollback",
): Promise<{ providerId: string; url: string }> {
  const projectId = projectOf(app);
  await switchProduction(access, { projectId, deploymentId, how }, signal);
  const url = await readAddress(access, { id: projectId, name: app.name }, signal);
  return { providerId: deploymentId, url };
}

function stateOf({ readyState }: vercel.Deployment): ProviderDeployment["state"] {
  if (readyState === "READY") return "live";
  if (readyState === "CANCELED") return "cancelled";
  if (readyState === "QUEUED") return "waiting";
  return readyState === "INITIALIZING" || readyState === "BUILDING" ? "building" : "failed";
}

/** A proof that is not there yet is an answer, not a failure. */
async function verifyOrFind(
  access: HostedCall["access"],
  at: { projectId: string; name: string },
  signal: AbortSignal,
): Promise<vercel.Domain> {
  try {
    return await vercel.verifyDomain(access, at, signal);
  } catch (error) {
    const found = PlatformError.is(error) && error.kind === "VALIDATION";
    const domain = found ? await vercel.findDomain(access, at, signal) : undefined;
    if (domain) return domain;
    throw error;
  }
}

async function describeDomain(
  access: HostedCall["access"],
  { projectId, domain }: { projectId: string; domain: vercel.Domain },
  signal: AbortSignal,
): Promise<HostedDomain> {
  const { name, verified, verification = [] } = domain;
  const config = await vercel.readDomainConfig(access, { projectId, name }, signal);
  const proofs = verification.map((wanted): DnsRecord => {
    return { type: "TXT", name: wanted.domain, value: wanted.value, purpose: "ownership" };
  });
  const isVerified = verified && !config.misconfigured;
  const problem = verified
    ? "Its DNS records do not lead to Vercel yet."
    : "Vercel has not seen the proof yet that the domain is yours.";
  return {
    id: name,
    name,
    isVerified,
    records: [...proofs, ...addressRecords(domain, config)],
    ...(isVerified ? {} : { problem }),
  };
}

/** An apex takes an address, anything below it a name. */
function addressRecords({ name, apexName }: vercel.Domain, config: vercel.DomainConfig): DnsRecord[] {
  const best = <T extends { rank: number }>(list: T[]) => list.toSorted((a, b) => a.rank - b.rank)[0];
  if (name !== apexName) {
    const value = best(config.recommendedCNAME)?.value;
    return value === undefined ? [] : [{ type: "CNAME", name, value, purpose: "address" }];
  }
  return (best(config.recommendedIPv4)?.value ?? []).map((value) => ({ type: "A", name, value, purpose: "address" }));
}
