import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";

export interface Project {
  id: string;
  name: string;
  description: string | null;
  workspaceId: string | null;
  createdAt: string;
}

export interface Environment {
  id: string;
  name: string;
  projectId: string;
}

export interface Service {
  id: string;
  name: string;
  projectId: string;
  image: string | null;
}

export interface Settings {
  buildCommand?: string | null;
  startCommand?: string | null;
  rootDirectory?: string | null;
  healthcheckPath?: string | null;
  healthcheckTimeout?: number | null;
  preDeployCommand?: string[] | null;
  numReplicas?: number | null;
}

interface CustomDomain {
  id: string;
  domain: string;
}

/** A service in one environment. */
export interface Instance {
  id: string;
  service: Service;
  environment: Environment;
  /** Looks that still miss it: services are created asynchronously. */
  unseen: number;
  settings: Settings;
  variables: Record<string, string>;
  domain: { id: string; domain: string } | null;
  customDomains: CustomDomain[];
}

export interface Line {
  timestamp: string;
  message: string;
  severity: string;
  attributes: { key: string; value: string }[];
}

export interface Step {
  id: string;
  step: string;
  createdAt: string;
  completedAt: string | null;
  payload: { error: string | null; reason: string | null; skipped: boolean } | null;
}

export interface Deployment {
  id: string;
  instance: Instance;
  status: string;
  createdAt: string;
  isStopped: boolean;
  /** The image of it is kept, so that it can be rolled back to. */
  hasImage: boolean;
  meta: Record<string, string>;
  files: Record<string, string>;
  /** What the app ran with. */
  variables: Record<string, string>;
  steps: Step[];
  build: Line[];
  deploy: Line[];
  /** The build log can be read, and gets no more lines. */
  isBuildLogOpen: boolean;
  isBuildLogComplete: boolean;
  /** Says "change" when anything above changed. */
  changes: EventEmitter;
}

/** Everything the stand-in remembers. */
export class RailwayState {
  readonly workspaces = [
    { id: "workspace-harbour", name: "Harbour" },
    { id: "workspace-pier", name: "Pier" },
  ];
  readonly projects = new Map<string, Project>();
  readonly environments = new Map<string, Environment>();
  readonly services = new Map<string, Service>();
  readonly instances = new Map<string, Instance>();
  readonly deployments = new Map<string, Deployment>();
  readonly volumes: { id: string; serviceId: string; environmentId: string; mountPath: string }[] = [];
  /** The one environment that the project token reaches. */
  projectToken: { projectId: string; environmentId: string } | null = null;
  requests = 0;
  private clock = 0;

  /** Strictly rising, so that what is sorted by time is sorted. */
  now(): string {
    this.clock = Math.max(Date.now(), this.clock + 1);
    return new Date(this.clock).toISOString();
  }

  /** As precise as Railway's log times. */
  logTime(): string {
    return this.now().replace("Z", "000001Z");
  }

  addProject({ name, description, workspaceId, environment }: NewProject): Project {
    const project = { id: randomUUID(), name, description, workspaceId, createdAt: this.now() };
    this.projects.set(project.id, project);
    this.addEnvironment(project.id, environment);
    return project;
  }

  addEnvironment(projectId: string, name: string): Environment {
    const environment = { id: randomUUID(), name, projectId };
    this.environments.set(environment.id, environment);
    return environment;
  }

  addService(projectId: string, name: string, image: string | null): Service {
    const service = { id: randomUUID(), name, projectId, image };
    this.services.set(service.id, service);
    for (const environment of this.environmentsOf(projectId)) this.addInstance(service, environment);
    return service;
  }

  addInstance(service: Service, environment: Environment, from?: Instance): Instance {
    const instance: Instance = {
      id: randomUUID(),
      service,
      environment,
      unseen: 1,
      settings: { ...from?.settings },
      variables: { ...from?.variables },
      domain: null,
      customDomains: [],
    };
    this.instances.set(`${service.id}/${environment.id}`, instance);
    return instance;
  }

  addDeployment(instance: Instance, from: { meta: Record<string, string>; files: Record<string, string> }): Deployment {
    const deployment: Deployment = {
      id: randomUUID(),
      instance,
      status: "INITIALIZING",
      createdAt: this.now(),
      isStopped: false,
      hasImage: false,
      ...from,
      variables: { ...instance.variables },
      steps: [],
      build: [],
      deploy: [],
      isBuildLogOpen: false,
      isBuildLogComplete: false,
      changes: new EventEmitter().setMaxListeners(0),
    };
    this.deployments.set(deployment.id, deployment);
    return deployment;
  }

  environmentsOf(projectId: string): Environment[] {
    return [...this.environments.values()].filter((each) => each.projectId === projectId);
  }

  servicesOf(projectId: string): Service[] {
    return [...this.services.values()].filter((each) => each.projectId === projectId);
  }

  deploymentsOf(instance: Instance): Deployment[] {
    return [...this.deployments.values()].filter((each) => each.instance === instance);
  }

  removeService(id: string): void {
    this.services.delete(id);
    for (const [key, { service }] of this.instances) if (service.id === id) this.instances.delete(key);
  }

  removeProject(id: string): void {
    for (const { id: serviceId } of this.servicesOf(id)) this.removeService(serviceId);
    for (const environment of this.environmentsOf(id)) this.environments.delete(environment.id);
    this.projects.delete(id);
  }

  reset(): void {
    for (const map of [this.projects, this.environments, this.services, this.instances, this.deployments]) map.clear();
    this.volumes.length = 0;
    this.requests = 0;
  }

  /** For people and tests. */
  describe(): RailwaySnapshot {
    return {
      projects: [...this.projects.values()].map(({ id, name, description }) => ({
        id,
        name,
        description,
        environments: this.environmentsOf(id).map((environment) => environment.name),
        services: this.servicesOf(id).map(({ name: service, image }) => ({ name: service, image })),
      })),
      instances: [...this.instances.values()].map(({ service, environment, settings, variables, domain }) => ({
        service: service.name,
        environment: environment.name,
        settings,
        variables,
        domain: domain?.domain ?? null,
      })),
      deployments: [...this.deployments.values()].map((each) => ({
        id: each.id,
        service: each.instance.service.name,
        environment: each.instance.environment.name,
        status: each.status,
        meta: each.meta,
        files: Object.keys(each.files),
        variables: each.variables,
      })),
      volumes: this.volumes.length,
    };
  }
}

interface NewProject {
  name: string;
  description: string | null;
  workspaceId: string | null;
  environment: string;
}

/** What `state()` of the stand-in answers. */
export interface RailwaySnapshot {
  projects: {
    id: string;
    name: string;
    description: string | null;
    environments: string[];
    services: { name: string; image: string | null }[];
  }[];
  instances: {
    service: string;
    environment: string;
    settings: Settings;
    variables: Record<string, string>;
    domain: string | null;
  }[];
  deployments: {
    id: string;
    service: string;
    environment: string;
    status: string;
    meta: Record<string, string>;
    files: string[];
    variables: Record<string, string>;
  }[];
  volumes: number;
}
