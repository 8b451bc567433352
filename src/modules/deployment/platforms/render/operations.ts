import { setTimeout as sleep } from "node:timers/promises";
import { PlatformError, render } from "@/modules/connections";
import type { HostedCall, HostedDomain, HostedOperations, ProviderDeployment } from "../operations";
import { databasePlan, databaseVersion } from "./plans";
import { ownerOf } from "./service";
import { changeVariables, listVariables, withRuntime } from "./variables";

const states: Record<string, ProviderDeployment["state"]> = {
  created: "waiting",
  queued: "waiting",
  build_in_progress: "building",
  pre_deploy_in_progress: "building",
  update_in_progress: "building",
  live: "live",
  deactivated: "live",
  build_failed: "failed",
  pre_deploy_failed: "failed",
  update_failed: "failed",
  canceled: "cancelled",
};

/** What Render can do with an app after it was deployed. */
export const renderOperations: HostedOperations = {
  async status(call, providerId) {
    const deploy = await render.readDeploy(
      call.access,
      { serviceId: serviceOf(call), deployId: providerId },
      call.signal,
    );
    if (!deploy) return undefined;
    const state = states[deploy.status] ?? "building";
    const url = state === "live" ? await urlOf(call) : undefined;
    return { state, status: deploy.status, ...(url === undefined ? {} : { url }) };
  },

  async rollback(call, { providerId }) {
    const serviceId = serviceOf(call);
    const [newest] = await render.listDeploys(call.access, serviceId, { limit: 1 }, call.signal);
    try {
      const deploy = await render.rollbackDeploy(call.access, { serviceId, deployId: providerId }, call.signal);
      return { providerId: deploy.id, url: (await urlOf(call)) ?? "" };
    } catch (error) {
      if (!PlatformError.is(error) || error.kind !== "UNCERTAIN") throw error;
      const [now] = await render.listDeploys(call.access, serviceId, { limit: 1 }, call.signal);
      if (!now || now.id === newest?.id || now.trigger !== "rollback") throw error;
      return { providerId: now.id, url: (await urlOf(call)) ?? "" };
    }
  },

  async pause(call) {
    await render.suspendService(call.access, serviceOf(call), call.signal);
  },

  async resume(call) {
    await render.resumeService(call.access, serviceOf(call), call.signal);
  },

  async remove({ access, app, signal }) {
    for (const id of [app.ids.service, app.ids.previewService]) if (id) await render.deleteService(access, id, signal);
    if (app.ids.database) await render.deletePostgres(access, app.ids.database, signal);
  },

  domains: {
    async list(call) {
      const [domains, url] = [await render.listDomains(call.access, serviceOf(call), call.signal), await urlOf(call)];
      return domains.map((domain) => toDomain(domain, url));
    },
    async add(call, name) {
      const url = await urlOf(call);
      try {
        const added = await render.addDomain(call.access, serviceOf(call), name, call.signal);
        return added.map((domain) => toDomain(domain, url));
      } catch (error) {
        // A repeat after a lost answer finds its own domain taken.
        const known = await render.listDomains(call.access, serviceOf(call), call.signal);
        const own = known.filter((domain) => domain.name === name || domain.redirectForName === name);
        if (own.length === 0) throw error;
        return own.map((domain) => toDomain(domain, url));
      }
    },
    async verify(call, id) {
      await render.verifyDomain(call.access, serviceOf(call), id, call.signal);
      return toDomain(await render.readDomain(call.access, serviceOf(call), id, call.signal), await urlOf(call));
    },
    async remove(call, id) {
      await render.removeDomain(call.access, serviceOf(call), id, call.signal);
    },
  },

  scale: {
    canAutoscale: true,
    async read(call) {
      const { serviceDetails } = await readOwn(call);
      const { autoscaling, numInstances = 1 } = serviceDetails;
      if (!autoscaling?.enabled) return { instances: numInstances };
      const { cpu, memory } = autoscaling.criteria;
      return {
        instances: autoscaling.min,
        max: autoscaling.max,
        ...(cpu.enabled ? { cpuPercent: cpu.percentage } : {}),
        ...(memory.enabled ? { memoryPercent: memory.percentage } : {}),
      };
    },
    async set(call, { instances, max, cpuPercent, memoryPercent }) {
      const serviceId = serviceOf(call);
      if (max !== undefined && max > instances) {
        const share =
          cpuPercent === undefined && memoryPercent === undefined ? { cpuPercent: 70 } : { cpuPercent, memoryPercent };
        await render.setAutoscaling(call.access, serviceId, { min: instances, max, ...share }, call.signal);
        return;
      }
      // A number is ignored while autoscaling is on, so that ends first.
      await render.removeAutoscaling(call.access, serviceId, call.signal);
      await render.scaleService(call.access, serviceId, instances, call.signal);
    },
  },

  async usage(call, { since, until }) {
    const range = { resource: serviceOf(call), since, until };
    const read = (metric: "cpu" | "memory" | "bandwidth") => render.readMetric(call.access, metric, range, call.signal);
    const [cpu, memory, bandwidth] = [await read("cpu"), await read("memory"), await read("bandwidth")];
    return {
      cpu: cpu.points,
      memory: memory.points,
      egressBytes: bandwidth.points.reduce((sum, { value }) => sum + value * unitBytes(bandwidth.unit), 0),
    };
  },

  async createDatabase({ access, app, signal }, { name }) {
    const ownerId = ownerOf(access);
    const known = app.ids.database ? await render.readPostgres(access, app.ids.database, signal) : undefined;
    const found = known ?? (await render.findPostgres(access, { name, ownerId }, signal));
    const service = app.ids.service ? await render.readService(access, app.ids.service, signal) : undefined;
    const plan = { plan: databasePlan.id, version: databaseVersion, region: service?.serviceDetails.region };
    const database = found ?? (await createOnce(access, { name, ownerId, ...plan }, signal));
    await untilAvailable(access, database.id, signal);
    const { internal } = await render.readPostgresAddress(access, database.id, signal);
    return {
      ids: { database: database.id },
      value: internal,
      ...(database.dashboardUrl === undefined ? {} : { page: database.dashboardUrl }),
    };
  },

  variables: {
    complete: withRuntime,
    list: (call) => listVariables(call.access, serviceOf(call), call.signal),
    change: (call, change) => changeVariables(call.access, { serviceId: serviceOf(call), change }, call.signal),
  },
};

async function createOnce(
  access: HostedCall["access"],
  input: Parameters<typeof render.createPostgres>[1],
  signal: AbortSignal,
): Promise<render.Postgres> {
  try {
    return await render.createPostgres(access, input, signal);
  } catch (error) {
    if (!PlatformError.is(error) || error.kind !== "UNCERTAIN") throw error;
    const made = await render.findPostgres(access, input, signal);
    if (!made) throw error;
    return made;
  }
}

/** Services cannot reach a database before that, and it takes a minute or two. */
async function untilAvailable(access: HostedCall["access"], id: string, signal: AbortSignal): Promise<void> {
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 5_000)) {
    const database = await render.readPostgres(access, id, signal);
    if (!database || database.status === "available") return;
    await sleep(waitMs, undefined, { signal });
  }
}

/** Of an apex, which cannot have a CNAME. Render names this address in its page about DNS of other providers. */
const apexAddress = "216.24.57.1";

function toDomain(
  { id, name, domainType, verificationStatus }: render.CustomDomain,
  url: string | undefined,
): HostedDomain {
  const isVerified = verificationStatus === "verified";
  const host = url === undefined ? "" : new URL(url).hostname;
  const isApex = domainType === "apex";
  return {
    id,
    name,
    isVerified,
    records: [
      isApex
        ? { type: "A", name, value: apexAddress, purpose: "address" }
        : { type: "CNAME", name, value: host, purpose: "address" },
    ],
    ...(isVerified ? {} : { problem: `${name} does not lead to Render yet. A change of DNS takes up to an hour.` }),
  };
}

function serviceOf({ app }: HostedCall): string {
  const id = app.ids.service;
  if (id) return id;
  throw new PlatformError({
    platform: "render",
    kind: "NOT_FOUND",
    message: `${app.name} has no service on Render yet.`,
  });
}

async function readOwn(call: HostedCall): Promise<render.Service> {
  const service = await render.readService(call.access, serviceOf(call), call.signal);
  if (service) return service;
  throw new PlatformError({
    platform: "render",
    kind: "NOT_FOUND",
    message: `The service of ${call.app.name} was deleted on Render.`,
  });
}

async function urlOf(call: HostedCall): Promise<string | undefined> {
  return (await readOwn(call)).serviceDetails.url;
}

/** Bandwidth comes in megabytes for longer ranges. */
function unitBytes(unit: string | undefined): number {
  const units: Record<string, number> = { KB: 1e3, MB: 1e6, GB: 1e9 };
  return units[unit?.toUpperCase() ?? ""] ?? 1;
}
