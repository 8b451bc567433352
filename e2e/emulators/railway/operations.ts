import { randomUUID } from "node:crypto";
import { isOver } from "./lifecycle";
import {
  type Asker,
  addServiceDomain,
  connection,
  createService,
  deployImage,
  deploymentView,
  domainView,
  endDeployment,
  findDeployment,
  findInstance,
  findProject,
  logView,
  projectView,
  readBuildLog,
  updateInstance,
} from "./resolvers";
import type { Deployment, Instance, Settings } from "./state";

interface Place {
  serviceId: string;
  environmentId: string;
}
type Id = { id: string };
type LogRange = { deploymentId: string; limit?: number; startDate?: string };

function refuse(): never {
  throw new Error("Not Authorized");
}

export const queries = {
  apiToken: (_: unknown, { state, kind }: Asker) =>
    kind === "project"
      ? refuse()
      : { workspaces: kind === "workspace" ? state.workspaces.slice(0, 1) : state.workspaces },
  me: (_: unknown, { kind }: Asker) =>
    kind === "account" ? { id: "user-1", name: "Harbour master", email: "harbour@example.com" } : refuse(),
  projectToken: (_: unknown, asker: Asker) => {
    const { projectToken } = asker.state;
    if (asker.kind !== "project" || !projectToken) throw new Error("Project Token not found");
    const project = projectView(asker.state, findProject(asker, projectToken.projectId));
    return { id: "token-1", name: "deploy", ...projectToken, project };
  },
  projects: ({ workspaceId }: { workspaceId?: string }, { state, kind }: Asker) => {
    if (kind === "project") refuse();
    const wanted = [...state.projects.values()].filter((each) => !workspaceId || each.workspaceId === workspaceId);
    return connection(wanted.reverse().map((project) => projectView(state, project)));
  },
  project: ({ id }: Id, asker: Asker) => projectView(asker.state, findProject(asker, id)),
  environment: ({ id }: Id, { state }: Asker) => {
    const environment = state.environments.get(id);
    if (!environment) throw new Error("Environment not found");
    const volumes = state.volumes.filter(({ environmentId }) => environmentId === id);
    return { ...environment, volumeInstances: () => connection(volumes) };
  },
  serviceInstance: ({ serviceId, environmentId }: Place, asker: Asker) => {
    const instance = findInstance(asker, serviceId, environmentId);
    const latest = asker.state
      .deploymentsOf(instance)
      .filter(({ status }) => status !== "REMOVED")
      .at(-1);
    return {
      id: instance.id,
      serviceId,
      environmentId,
      numReplicas: instance.settings.numReplicas ?? 1,
      latestDeployment: latest ? deploymentView(latest) : null,
      domains: domainsOf(instance),
    };
  },
  variables: ({ serviceId, environmentId }: Place, asker: Asker) =>
    findInstance(asker, serviceId, environmentId).variables,
  deployment: ({ id }: Id, asker: Asker) => deploymentView(findDeployment(asker, id)),
  deployments: ({ input }: { input: Partial<Place> & { projectId?: string } }, { state }: Asker) => {
    const fits = ({ instance }: Deployment) =>
      (!input.serviceId || input.serviceId === instance.service.id) &&
      (!input.environmentId || input.environmentId === instance.environment.id) &&
      (!input.projectId || input.projectId === instance.service.projectId);
    // Railway does not say in which order; by id is as good as any.
    const found = [...state.deployments.values()].filter(fits).sort((a, b) => (a.id < b.id ? -1 : 1));
    return connection(found.map(deploymentView));
  },
  deploymentEvents: ({ id }: Id, asker: Asker) => connection(findDeployment(asker, id).steps),
  buildLogs: ({ deploymentId, ...range }: LogRange, asker: Asker) =>
    logView(readBuildLog(findDeployment(asker, deploymentId)), range),
  deploymentLogs: ({ deploymentId, ...range }: LogRange, asker: Asker) =>
    logView(findDeployment(asker, deploymentId).deploy, range),
  domains: ({ serviceId, environmentId }: Place, asker: Asker) =>
    domainsOf(findInstance(asker, serviceId, environmentId)),
  customDomain: ({ id }: Id, { state }: Asker) => {
    const [instance, domain] = findCustomDomain([...state.instances.values()], id);
    return domainView(domain, instance);
  },
  metrics: ({ measurements, startDate }: { measurements: string[]; startDate: string }) => {
    const ts = Math.floor(Date.parse(startDate) / 1000);
    return measurements.map((measurement) => ({
      measurement,
      values: [0, 1, 2].map((index) => ({ ts: ts + index * 60, value: 0.25 * (index + 1) })),
    }));
  },
  estimatedUsage: ({ measurements, projectId }: { measurements: string[]; projectId: string }) =>
    measurements.map((measurement) => ({ measurement, estimatedValue: 4_320, projectId })),
};

export const mutations = {
  projectCreate: ({ input }: { input: Record<string, string | null> }, { state, kind }: Asker) => {
    if (kind === "project") refuse();
    const { name, description = null, workspaceId = null, defaultEnvironmentName } = input;
    const workspace = workspaceId ?? state.workspaces[0]?.id ?? null;
    const environment = defaultEnvironmentName ?? "production";
    const project = { name: name ?? "untitled", description, workspaceId: workspace, environment };
    return projectView(state, state.addProject(project));
  },
  projectDelete: ({ id }: Id, asker: Asker) => {
    asker.state.removeProject(findProject(asker, id).id);
    return true;
  },
  environmentCreate: (
    { input }: { input: { projectId: string; name: string; sourceEnvironmentId?: string } },
    asker: Asker,
  ) => {
    const { state } = asker;
    findProject(asker, input.projectId);
    if (state.environmentsOf(input.projectId).some(({ name }) => name === input.name))
      throw new Error(`An environment named "${input.name}" already exists in this project`);
    const environment = state.addEnvironment(input.projectId, input.name);
    for (const service of state.servicesOf(input.projectId)) {
      const from = state.instances.get(`${service.id}/${input.sourceEnvironmentId}`);
      if (from) state.addInstance(service, environment, from);
    }
    return { ...environment, volumeInstances: () => connection([]) };
  },
  volumeCreate: (
    { input }: { input: { serviceId: string; environmentId: string; mountPath: string } },
    { state }: Asker,
  ) => {
    const { serviceId, environmentId, mountPath } = input;
    const volume = { id: randomUUID(), serviceId, environmentId, mountPath };
    state.volumes.push(volume);
    return { id: volume.id, name: `volume-${state.volumes.length}` };
  },
  serviceCreate: ({ input }: { input: Parameters<typeof createService>[1] }, asker: Asker) =>
    createService(asker, input),
  serviceDelete: ({ id }: Id, { state }: Asker) => {
    if (!state.services.has(id)) throw new Error("Service not found");
    state.removeService(id);
    return true;
  },
  serviceInstanceUpdate: (args: Place & { input: Settings }, asker: Asker) => updateInstance(asker, args),
  serviceDomainCreate: ({ input }: { input: Place }, asker: Asker) =>
    addServiceDomain(asker, findInstance(asker, input.serviceId, input.environmentId)),
  variableCollectionUpsert: (
    { input }: { input: Place & { variables: Record<string, string>; replace: boolean; skipDeploys: boolean } },
    asker: Asker,
  ) => {
    const instance = findInstance(asker, input.serviceId, input.environmentId);
    const { refusedVariables } = asker.host.planFor(instance.service.name);
    const refused = Object.keys(input.variables).filter((key) => refusedVariables.includes(key));
    if (refused.length > 0) throw new Error("Invalid variable: a value is not allowed");
    instance.variables = input.replace ? { ...input.variables } : { ...instance.variables, ...input.variables };
    const live = asker.state.deploymentsOf(instance).find(({ status }) => status === "SUCCESS");
    if (live && !input.skipDeploys) deployImage(asker, live, instance.variables);
    return true;
  },
  /** Has no way to skip the deployment that a change makes. */
  variableDelete: ({ input }: { input: Place & { name: string } }, asker: Asker) => {
    const instance = findInstance(asker, input.serviceId, input.environmentId);
    const { [input.name]: removed, ...rest } = instance.variables;
    if (removed === undefined) throw new Error("Variable not found");
    instance.variables = rest;
    const live = asker.state.deploymentsOf(instance).find(({ status }) => status === "SUCCESS");
    if (live) deployImage(asker, live, instance.variables);
    return true;
  },
  deploymentApprove: ({ id }: Id, asker: Asker) => {
    const deployment = findDeployment(asker, id);
    if (deployment.status !== "NEEDS_APPROVAL") throw new Error("Deployment does not need approval");
    deployment.status = "QUEUED";
    deployment.changes.emit("change");
    return true;
  },
  deploymentCancel: ({ id }: Id, asker: Asker) => {
    const deployment = findDeployment(asker, id);
    if (isOver(deployment)) throw new Error("Deployment cannot be cancelled");
    return endDeployment(deployment, "REMOVED");
  },
  deploymentStop: ({ id }: Id, asker: Asker) => endDeployment(findDeployment(asker, id), "REMOVED"),
  deploymentRollback: ({ id }: Id, asker: Asker) => {
    const earlier = findDeployment(asker, id);
    if (!deploymentView(earlier).canRollback) throw new Error("Deployment cannot be rolled back to");
    deployImage(asker, earlier, earlier.variables);
    return true;
  },
  deploymentRedeploy: ({ id }: Id, asker: Asker) => {
    const earlier = findDeployment(asker, id);
    return deploymentView(deployImage(asker, earlier, earlier.instance.variables));
  },
  customDomainCreate: ({ input }: { input: Place & { domain: string } }, asker: Asker) => {
    const instance = findInstance(asker, input.serviceId, input.environmentId);
    const isTaken = [...asker.state.instances.values()].some((each) =>
      each.customDomains.some(({ domain }) => domain === input.domain),
    );
    if (isTaken) throw new Error(`The domain ${input.domain} already exists`);
    const domain = { id: randomUUID(), domain: input.domain };
    instance.customDomains.push(domain);
    return domainView(domain, instance);
  },
  customDomainDelete: ({ id }: Id, { state }: Asker) => {
    const [instance, domain] = findCustomDomain([...state.instances.values()], id);
    instance.customDomains.splice(instance.customDomains.indexOf(domain), 1);
    return true;
  },
};

function domainsOf(instance: Instance) {
  return {
    serviceDomains: instance.domain
      ? [{ ...instance.domain, serviceId: instance.service.id, environmentId: instance.environment.id }]
      : [],
    customDomains: instance.customDomains.map((domain) => domainView(domain, instance)),
  };
}

function findCustomDomain(instances: Instance[], id: string) {
  for (const instance of instances) {
    const domain = instance.customDomains.find((each) => each.id === id);
    if (domain) return [instance, domain] as const;
  }
  throw new Error("Domain not found");
}
