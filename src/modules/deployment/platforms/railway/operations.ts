import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { PlatformError, railway } from "@/modules/connections";
import type {
  CreatedDatabase,
  HostedCall,
  HostedDomain,
  HostedOperations,
  HostedUsage,
  ProviderDeployment,
  Scale,
} from "../operations";
import { placeOf, settled } from "./place";
import { withRuntime } from "./settings";
import { changeVariables, listVariables } from "./variables";

/** What can be done with an app on Railway after it was deployed. Previews are environments there, so none is promoted. */
export const railwayOperations: HostedOperations = {
  status: readStatus,
  rollback: (call, { providerId }) => rollBack(call, providerId),
  pause,
  resume,
  remove,
  domains: {
    list: async ({ access, app, signal }) =>
      (await railway.listDomains(access, placeOf(app), signal)).map(describeDomain),
    add: async ({ access, app, signal }, name) => [
      describeDomain(await settled(() => railway.ensureDomain(access, placeOf(app), name, signal))),
    ],
    verify: async ({ access, app, signal }, id) =>
      describeDomain(await railway.readDomain(access, id, placeOf(app).projectId, signal)),
    remove: ({ access, signal }, id) => railway.deleteDomain(access, id, signal),
  },
  scale: { read: readScale, set: setScale, canAutoscale: false },
  usage: readUsage,
  createDatabase,
  approve: ({ access, signal }, providerId) => railway.approveDeployment(access, providerId, signal),

  variables: {
    complete: withRuntime,
    list: ({ access, app, signal }) => listVariables(access, placeOf(app), signal),
    change: ({ access, app, signal }, change) => changeVariables(access, { place: placeOf(app), change }, signal),
  },
};

const states: Record<string, ProviderDeployment["state"]> = {
  INITIALIZING: "waiting",
  QUEUED: "waiting",
  WAITING: "waiting",
  NEEDS_APPROVAL: "needs-approval",
  BUILDING: "building",
  DEPLOYING: "building",
  SUCCESS: "live",
  SLEEPING: "live",
  FAILED: "failed",
  CRASHED: "failed",
  SKIPPED: "cancelled",
  REMOVING: "removed",
  REMOVED: "removed",
};

async function readStatus({ access, signal }: HostedCall, providerId: string): Promise<ProviderDeployment | undefined> {
  const found = await railway.findDeployment(access, providerId, signal);
  if (!found) return undefined;
  const host = found.staticUrl ?? found.url;
  const url = host === null ? {} : { url: `${new URL(access.address).protocol}//${host}` };
  return { state: states[found.status] ?? "waiting", status: found.status, ...url };
}

const looks = 10;

async function rollBack(call: HostedCall, providerId: string): Promise<{ providerId: string; url: string }> {
  const { access, app, signal } = call;
  const place = placeOf(app);
  const before = new Set((await railway.listDeployments(access, place, signal)).map(({ id }) => id));
  try {
    await railway.rollbackDeployment(access, providerId, signal);
  } catch (error) {
    // Taken or not, the look below tells.
    if (!PlatformError.is(error) || error.kind !== "UNCERTAIN") throw error;
  }
  for (let look = 1; look <= looks; look += 1) {
    const made = (await railway.listDeployments(access, place, signal)).find(({ id }) => !before.has(id));
    if (made) return { providerId: made.id, url: (await readStatus(call, made.id))?.url ?? "" };
    await sleep(300 * look, undefined, { signal });
  }
  const message = "Railway took the roll back, and does not show the deployment it makes.";
  throw new PlatformError({ platform: "railway", kind: "NOT_READY", message });
}

/** Stopped: the address answers no longer, and nothing runs that costs. */
async function pause({ access, app, signal }: HostedCall): Promise<void> {
  const serving = (await railway.listDeployments(access, placeOf(app), signal)).find(
    ({ status, deploymentStopped }) => states[status] === "live" && !deploymentStopped,
  );
  if (serving) await railway.stopDeployment(access, serving.id, signal);
}

/** The newest version that has an image runs again, with the variables of now. */
async function resume({ access, app, signal }: HostedCall): Promise<void> {
  const newest = await railway.listDeployments(access, placeOf(app), signal);
  const isUp = ({ status, deploymentStopped }: railway.RailwayDeployment) =>
    !deploymentStopped && (states[status] === "live" || states[status] === "building" || states[status] === "waiting");
  if (newest.some(isUp)) return;
  const stopped = newest.find(({ canRedeploy }) => canRedeploy);
  if (stopped) return void (await railway.redeployDeployment(access, stopped.id, signal));
  const message = "Railway keeps no version of the app that could run again. Deploy it once more.";
  throw new PlatformError({ platform: "railway", kind: "NOT_FOUND", message });
}

/** With the project Berth made; in a project that was there before, the services that Berth made there. */
async function remove({ access, app, signal }: HostedCall): Promise<void> {
  const { project, service, database, given } = app.ids;
  if (given) {
    for (const id of [service, database]) if (id) await railway.deleteService(access, id, signal);
  } else if (project) await railway.deleteProject(access, project, signal);
}

const recordTypes: Record<string, "A" | "CNAME" | "TXT"> = {
  DNS_RECORD_TYPE_A: "A",
  DNS_RECORD_TYPE_CNAME: "CNAME",
  DNS_RECORD_TYPE_TXT: "TXT",
};

function describeDomain({ id, domain, status }: railway.RailwayDomain): HostedDomain {
  const address = status.dnsRecords.flatMap(({ recordType, fqdn, requiredValue }) => {
    const type = recordTypes[recordType];
    return type ? [{ type, name: fqdn, value: requiredValue, purpose: "address" as const }] : [];
  });
  const { verificationDnsHost: name, verificationToken: value } = status;
  const ownership = name && value ? [{ type: "TXT" as const, name, value, purpose: "ownership" as const }] : [];
  const isSet = status.dnsRecords.every((record) => record.status === "DNS_RECORD_STATUS_PROPAGATED");
  const isVerified = status.verified && isSet;
  const problem = status.certificateErrorMessage ?? "Railway does not see the records yet.";
  return { id, name: domain, isVerified, records: [...address, ...ownership], ...(isVerified ? {} : { problem }) };
}

async function readScale({ access, app, signal }: HostedCall): Promise<Scale> {
  const { numReplicas } = await railway.readService(access, placeOf(app), signal);
  return { instances: numReplicas ?? 1 };
}

/** A setting of the service holds from its next deployment on, so the serving version is deployed again from its image. */
async function setScale({ access, app, signal }: HostedCall, { instances }: Scale): Promise<void> {
  const place = placeOf(app);
  await railway.updateService(access, place, { numReplicas: instances }, signal);
  const { latestDeployment } = await railway.readService(access, place, signal);
  if (latestDeployment && states[latestDeployment.status] === "live")
    await railway.redeployDeployment(access, latestDeployment.id, signal);
}

const gigabyte = 1000 ** 3;

async function readUsage(
  { access, app, signal }: HostedCall,
  range: { since: Date; until: Date },
): Promise<HostedUsage> {
  const place = placeOf(app);
  const [{ cpu, memoryGb, sentGb }, estimatedCost] = await Promise.all([
    railway.readMetrics(access, place, range, signal),
    railway.estimateCost(access, place.projectId, signal),
  ]);
  const memory = memoryGb.map(({ at, value }) => ({ at, value: value * gigabyte }));
  return { cpu, memory, egressBytes: Math.round(sentGb * gigabyte), estimatedCost };
}

const image = "postgres:17";
const dataPath = "/var/lib/postgresql/data";

/**
 * A service of PostgreSQL's own image with a volume: the public API has templates too, but theirs are made in the
 * background, and what a lost answer left behind could not be told from a stranger's.
 */
async function createDatabase(
  { access, app, signal }: HostedCall,
  { name }: { name: string },
): Promise<CreatedDatabase> {
  const { projectId, environmentId } = placeOf(app);
  const serviceId = await settled(async () => {
    const project = await railway.findProject(access, projectId, signal);
    const found = project?.services.find((service) => service.name === name);
    if (found) return found.id;
    const variables = databaseVariables();
    const wanted = { projectId, environmentId, name, source: { image }, variables };
    return (await railway.createService(access, wanted, signal)).id;
  });
  const volume = { projectId, environmentId, serviceId, mountPath: dataPath };
  await settled(() => railway.ensureVolume(access, volume, signal));
  return {
    ids: { database: serviceId },
    value: `\${{${name}.DATABASE_URL}}`,
    page: `https://railway.com/project/${projectId}/service/${serviceId}`,
  };
}

/** Reached inside the project only, over its private network. */
function databaseVariables(): Record<string, string> {
  const [user, database] = ["postgres", "app"];
  return {
    POSTGRES_USER: user,
    POSTGRES_PASSWORD: randomBytes(24).toString("base64url"),
    POSTGRES_DB: database,
    // The volume's own folder holds lost+found, which initdb refuses.
    PGDATA: `${dataPath}/pgdata`,
    DATABASE_URL: `postgresql://${user}:\${{POSTGRES_PASSWORD}}@\${{RAILWAY_PRIVATE_DOMAIN}}:5432/${database}`,
  };
}
