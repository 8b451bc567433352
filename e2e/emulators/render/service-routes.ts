import { z } from "zod";
import type { Answer, Exchange, Route } from "../kernel/emulator";
import { beginDeploy } from "./deploying";
import type { Source } from "./source";
import { noSuch, page, type RenderState, refuse, type StoredService } from "./state";

const Settings = z.object({
  healthCheckPath: z.string().default(""),
  preDeployCommand: z.string().default(""),
  envSpecificDetails: z.object({ buildCommand: z.string(), startCommand: z.string() }),
});

const CreateService = z.object({
  type: z.literal("web_service"),
  name: z.string().min(1),
  ownerId: z.string(),
  repo: z.string(),
  branch: z.string(),
  rootDir: z.string().default(""),
  autoDeploy: z.string().default("yes"),
  envVars: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
  serviceDetails: Settings.extend({
    runtime: z.literal("node"),
    plan: z.string().default("starter"),
    region: z.string().default("oregon"),
  }),
});

const UpdateService = z
  .object({
    repo: z.string(),
    branch: z.string(),
    rootDir: z.string(),
    autoDeploy: z.string(),
    serviceDetails: Settings.partial(),
  })
  .partial();

/** A service by the id in the path, or the refusal. */
export function withService(
  state: RenderState,
  work: (service: StoredService, exchange: Exchange) => Answer | Promise<Answer>,
): Route["handle"] {
  return (exchange) => {
    const id = exchange.params.serviceId ?? "";
    const service = state.services.get(id);
    return service ? work(service, exchange) : noSuch("service", id);
  };
}

/** Services: made from a repository that exists and is visible, on a plan that is paid. */
export function serviceRoutes(state: RenderState, source: Source): Route[] {
  const at = "/v1/services/:serviceId";
  const own = (work: Parameters<typeof withService>[1]) => withService(state, work);
  return [
    {
      method: "GET",
      path: "/v1/services",
      operation: "list-services",
      handle(exchange) {
        const names = exchange.query.getAll("name");
        const owner = exchange.query.get("ownerId");
        const found = [...state.services.values()].filter(
          ({ name, ownerId }) => (names.length === 0 || names.includes(name)) && (owner === null || owner === ownerId),
        );
        return page(exchange, "service", found, show);
      },
    },
    {
      method: "POST",
      path: "/v1/services",
      operation: "create-service",
      handle: (exchange) => create(state, source, exchange),
    },
    {
      method: "GET",
      path: at,
      operation: "retrieve-service",
      handle: own((service) => ({ status: 200, json: show(service) })),
    },
    {
      method: "PATCH",
      path: at,
      operation: "update-service",
      handle: own((service, exchange) => update(state, source, service, exchange)),
    },
    {
      method: "DELETE",
      path: at,
      operation: "delete-service",
      handle: own((service, { host }) => {
        for (const deploy of service.deploys) if (!deploy.finishedAt) deploy.status = "canceled";
        state.services.delete(service.id);
        host.stopDeployed(service.slug);
        return { status: 204 };
      }),
    },
    {
      method: "POST",
      path: `${at}/suspend`,
      operation: "suspend-service",
      handle: own((service, { host }) => {
        service.isSuspended = true;
        host.stopDeployed(service.slug);
        return { status: 202 };
      }),
    },
    {
      method: "POST",
      path: `${at}/resume`,
      operation: "resume-service",
      handle: own((service, { host }) => {
        if (!service.isSuspended) return { status: 202 };
        service.isSuspended = false;
        const live = service.deploys.findLast(({ status }) => status === "live");
        if (live) beginDeploy({ state, host }, service, { commit: live.commit, trigger: "service_resumed" });
        return { status: 202 };
      }),
    },
    { method: "POST", path: `${at}/restart`, operation: "restart-service", handle: own(() => ({ status: 200 })) },
    ...scaleRoutes(state),
  ];
}

function scaleRoutes(state: RenderState): Route[] {
  const at = "/v1/services/:serviceId";
  const own = (work: Parameters<typeof withService>[1]) => withService(state, work);
  const Criterion = z.object({ enabled: z.boolean(), percentage: z.number() });
  const Config = z.object({
    enabled: z.boolean(),
    min: z.number().min(1),
    max: z.number().min(1),
    criteria: z.object({ cpu: Criterion, memory: Criterion }),
  });
  return [
    {
      method: "POST",
      path: `${at}/scale`,
      operation: "scale-service",
      handle: own((service, { json }) => {
        const { numInstances } = z.object({ numInstances: z.number() }).parse(json());
        // Accepted and without effect while autoscaling is on, like the real one.
        if (!service.autoscaling?.enabled) service.numInstances = numInstances;
        return { status: 202 };
      }),
    },
    {
      method: "PUT",
      path: `${at}/autoscaling`,
      operation: "autoscale-service",
      handle: own((service, { json }) => {
        const parsed = Config.safeParse(json());
        if (!parsed.success || parsed.data.max < parsed.data.min)
          return refuse(400, "invalid autoscaling configuration");
        service.autoscaling = parsed.data;
        return { status: 200, json: parsed.data };
      }),
    },
    {
      method: "DELETE",
      path: `${at}/autoscaling`,
      operation: "delete-autoscaling-config",
      handle: own((service) => {
        service.autoscaling = undefined;
        return { status: 204 };
      }),
    },
  ];
}

function create(state: RenderState, source: Source, { json, host }: Exchange): Answer {
  const parsed = CreateService.safeParse(json());
  if (!parsed.success) return refuse(400, `invalid JSON: ${parsed.error.issues[0]?.path.join(".")}`);
  const { name, ownerId, repo, branch, rootDir, autoDeploy, envVars, serviceDetails } = parsed.data;
  const { envSpecificDetails, runtime: _, ...details } = serviceDetails;
  if (!state.owners.some(({ id }) => id === ownerId)) return refuse(404, `not found: owner ${ownerId}`);
  if (details.plan === "free") return refuse(400, "free tier services cannot be created through the API");
  if (!state.hasCard)
    return refuse(
      402,
      "Payment information is required to complete this request. To add a card, visit the billing page.",
    );
  if ([...state.services.values()].some((other) => other.name === name && other.ownerId === ownerId))
    return refuse(409, `a service with the name ${name} already exists in this workspace`);
  const head = source.headOf(repo, branch);
  if (!head) return refuse(400, "invalid or unfetchable repository URL");
  const slug = state.takenSlugs.has(name) ? `${name}-x7k2` : name;
  const at = state.now();
  const service: StoredService = {
    id: state.id("srv"),
    name,
    slug,
    ownerId,
    repo,
    branch,
    rootDir,
    autoDeploy,
    ...details,
    ...envSpecificDetails,
    numInstances: 1,
    autoscaling: undefined,
    isSuspended: false,
    createdAt: at,
    updatedAt: at,
    url: `http://${slug}.render.localhost:${new URL(host.address).port}`,
    variables: new Map(envVars.map(({ key, value }) => [key, value])),
    deploys: [],
    events: [],
    domains: [],
  };
  state.services.set(service.id, service);
  const deploy = beginDeploy({ state, host }, service, { commit: head, trigger: "api" });
  return { status: 201, json: { service: show(service), deployId: deploy.id } };
}

function update(state: RenderState, source: Source, service: StoredService, { json }: Exchange): Answer {
  const { serviceDetails, ...rest } = UpdateService.parse(json());
  const { envSpecificDetails, ...details } = serviceDetails ?? {};
  const { repo = service.repo, branch = service.branch } = rest;
  if (!source.headOf(repo, branch)) return refuse(400, "invalid or unfetchable repository URL");
  Object.assign(service, rest, details, envSpecificDetails, { updatedAt: state.now() });
  return { status: 200, json: show(service) };
}

function show(service: StoredService) {
  const { id, name, slug, ownerId, repo, branch, rootDir, autoDeploy, createdAt, updatedAt } = service;
  const { buildCommand, startCommand, preDeployCommand } = service;
  return {
    id,
    name,
    slug,
    ownerId,
    repo,
    branch,
    rootDir,
    autoDeploy,
    notifyOnFail: "default",
    type: "web_service",
    dashboardUrl: `https://dashboard.render.com/web/${id}`,
    suspended: service.isSuspended ? "suspended" : "not_suspended",
    suspenders: service.isSuspended ? ["user"] : [],
    createdAt,
    updatedAt,
    serviceDetails: {
      runtime: "node",
      env: "node",
      plan: service.plan,
      region: service.region,
      buildPlan: "starter",
      numInstances: service.numInstances,
      ...(service.autoscaling ? { autoscaling: service.autoscaling } : {}),
      healthCheckPath: service.healthCheckPath,
      openPorts: [],
      url: service.url,
      envSpecificDetails: { buildCommand, startCommand, ...(preDeployCommand ? { preDeployCommand } : {}) },
    },
  };
}
