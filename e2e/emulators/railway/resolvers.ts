import { randomUUID } from "node:crypto";
import type { Host } from "../kernel/emulator";
import { deployedName, isOver, runDeployment } from "./lifecycle";
import type { Deployment, Instance, Line, Project, RailwayState, Service, Settings } from "./state";

/** Who asks, and in which world. */
export interface Asker {
  state: RailwayState;
  host: Host;
  kind: "account" | "workspace" | "project";
}

const pageInfo = { endCursor: null, hasNextPage: false, hasPreviousPage: false, startCursor: null };

export function connection<T extends { id: string }>(nodes: readonly T[]) {
  return { edges: nodes.map((node) => ({ cursor: node.id, node })), pageInfo };
}

export function projectView(state: RailwayState, project: Project) {
  return {
    ...project,
    environments: () => connection(state.environmentsOf(project.id)),
    services: () => connection(state.servicesOf(project.id)),
  };
}

export function findProject({ state, kind }: Asker, id: string): Project {
  const project = state.projects.get(id);
  if (!project || (kind === "project" && state.projectToken?.projectId !== id)) throw new Error("Project not found");
  return project;
}

/** Misses an instance as long as it is being created. */
export function findInstance(asker: Asker, serviceId: string, environmentId: string): Instance {
  const instance = asker.state.instances.get(`${serviceId}/${environmentId}`);
  if (!instance) throw new Error("ServiceInstance not found");
  findProject(asker, instance.service.projectId);
  if (instance.unseen > 0) {
    instance.unseen -= 1;
    throw new Error("ServiceInstance not found");
  }
  return instance;
}

export function findDeployment(asker: Asker, id: string): Deployment {
  const deployment = asker.state.deployments.get(id);
  if (!deployment) throw new Error("Deployment not found");
  findProject(asker, deployment.instance.service.projectId);
  return deployment;
}

export function deploymentView(deployment: Deployment) {
  const { id, status, createdAt, hasImage, isStopped, meta, instance } = deployment;
  const domain = instance.domain?.domain ?? null;
  return {
    id,
    status,
    createdAt,
    url: domain,
    staticUrl: domain,
    canRollback: hasImage && isOver(deployment) && status !== "FAILED",
    canRedeploy: hasImage,
    deploymentStopped: isStopped,
    meta,
  };
}

/** One line more than the limit, as Railway has it; the newest ones, from `startDate` on. */
export function logView(lines: readonly Line[], { limit, startDate }: { limit?: number; startDate?: string }): Line[] {
  const from = startDate ? Date.parse(startDate) : 0;
  return lines.filter(({ timestamp }) => Date.parse(timestamp) >= from).slice(-((limit ?? 500) + 1));
}

export function readBuildLog(deployment: Deployment): Line[] {
  if (!deployment.isBuildLogOpen) throw new Error("Failed to retrieve build log");
  return deployment.build;
}

export function domainView({ id, domain }: { id: string; domain: string }, instance: Instance) {
  const isVerified = domain.startsWith("verified.");
  return {
    id,
    domain,
    serviceId: instance.service.id,
    environmentId: instance.environment.id,
    status: {
      verified: isVerified,
      verificationToken: "railway-verify=0123456789abcdef",
      verificationDnsHost: `_railway-verify.${domain}`,
      certificateStatus: isVerified ? "CERTIFICATE_STATUS_TYPE_VALID" : "CERTIFICATE_STATUS_TYPE_VALIDATING_OWNERSHIP",
      certificateErrorMessage: null,
      dnsRecords: [
        {
          currentValue: "",
          fqdn: domain,
          hostlabel: domain.split(".")[0] ?? "",
          purpose: "DNS_RECORD_PURPOSE_TRAFFIC_ROUTE",
          recordType: "DNS_RECORD_TYPE_CNAME",
          requiredValue: "a1b2c3d4.up.railway.app",
          status: isVerified ? "DNS_RECORD_STATUS_PROPAGATED" : "DNS_RECORD_STATUS_REQUIRES_UPDATE",
          zone: domain.split(".").slice(1).join("."),
        },
      ],
    },
  };
}

export function addServiceDomain({ host }: Asker, instance: Instance) {
  if (instance.domain) throw new Error("A service domain already exists for this service");
  const { port } = new URL(host.address);
  const domain = `${deployedName({ instance })}.railway.localhost:${port}`;
  instance.domain = { id: randomUUID(), domain };
  return { ...instance.domain, serviceId: instance.service.id, environmentId: instance.environment.id };
}

export function createService(
  asker: Asker,
  input: {
    projectId: string;
    name?: string;
    source?: { image?: string };
    variables?: Record<string, string>;
  },
): Service {
  const { state } = asker;
  findProject(asker, input.projectId);
  const name = input.name ?? `service-${state.services.size + 1}`;
  if (state.servicesOf(input.projectId).some((service) => service.name === name))
    throw new Error(`A service named "${name}" already exists in this project`);
  const service = state.addService(input.projectId, name, input.source?.image ?? null);
  for (const instance of state.instances.values()) {
    if (instance.service !== service) continue;
    Object.assign(instance.variables, input.variables);
    if (input.source?.image) state.addDeployment(instance, { meta: {}, files: {} }).status = "SUCCESS";
  }
  return service;
}

export function updateInstance(
  asker: Asker,
  { serviceId, environmentId, input }: { serviceId: string; environmentId: string; input: Settings },
): boolean {
  Object.assign(findInstance(asker, serviceId, environmentId).settings, input);
  return true;
}

/** A new deployment from the image of an earlier one: no build. */
export function deployImage({ state, host }: Asker, from: Deployment, variables: Record<string, string>): Deployment {
  const deployment = state.addDeployment(from.instance, { meta: { reason: "redeploy" }, files: from.files });
  deployment.variables = { ...variables };
  deployment.hasImage = true;
  deployment.isBuildLogOpen = true;
  deployment.isBuildLogComplete = true;
  void runDeployment(state, host, deployment);
  return deployment;
}

export function endDeployment(deployment: Deployment, status: string): boolean {
  deployment.isStopped = true;
  deployment.status = status;
  deployment.changes.emit("change");
  return true;
}
