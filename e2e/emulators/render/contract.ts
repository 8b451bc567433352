import { z } from "zod";
import type { Contract } from "../kernel/emulator";

const refusal = z.object({ message: z.string(), id: z.string().optional(), code: z.string().optional() });
const refusals = {
  400: refusal,
  401: refusal,
  402: refusal,
  404: refusal,
  409: refusal,
  429: refusal,
  500: refusal,
  503: refusal,
};
const nothing = z.undefined();
const cursor = z.string();
const time = z.iso.datetime({ offset: true });

const service = z.object({
  id: z.string().regex(/^srv-/),
  name: z.string(),
  slug: z.string(),
  ownerId: z.string(),
  type: z.literal("web_service"),
  repo: z.string(),
  branch: z.string(),
  rootDir: z.string(),
  autoDeploy: z.enum(["yes", "no"]),
  notifyOnFail: z.enum(["default", "notify", "ignore"]),
  dashboardUrl: z.string(),
  suspended: z.enum(["suspended", "not_suspended"]),
  suspenders: z.array(z.string()),
  createdAt: time,
  updatedAt: time,
  serviceDetails: z.object({
    runtime: z.literal("node"),
    env: z.literal("node"),
    plan: z.string(),
    region: z.enum(["frankfurt", "oregon", "ohio", "singapore", "virginia"]),
    buildPlan: z.string(),
    numInstances: z.number(),
    healthCheckPath: z.string(),
    openPorts: z.array(z.unknown()),
    url: z.string(),
    envSpecificDetails: z.object({
      buildCommand: z.string(),
      startCommand: z.string(),
      preDeployCommand: z.string().optional(),
    }),
  }),
});

const deploy = z.object({
  id: z.string().regex(/^dep-/),
  status: z.enum([
    "created",
    "queued",
    "build_in_progress",
    "pre_deploy_in_progress",
    "update_in_progress",
    "live",
    "deactivated",
    "build_failed",
    "pre_deploy_failed",
    "update_failed",
    "canceled",
  ]),
  trigger: z.enum(["api", "manual", "rollback", "service_resumed", "service_updated", "deployed_by_render"]),
  commit: z.object({ id: z.string(), message: z.string(), createdAt: time }),
  createdAt: time,
  updatedAt: time,
  startedAt: time.optional(),
  finishedAt: time.optional(),
});

const failure = z.object({
  evicted: z.boolean(),
  nonZeroExit: z.number().optional(),
  earlyExit: z.boolean().optional(),
  oomKilled: z.object({ memoryLimit: z.string() }).optional(),
  timedOutSeconds: z.number().optional(),
  timedOutReason: z.string().optional(),
  unhealthy: z.string().optional(),
});
const reason = z.object({ failure: failure.optional() });
const eventStatus = z.enum(["succeeded", "failed", "canceled"]);
const base = { id: z.string().regex(/^evt-/), timestamp: time, serviceId: z.string() };
const event = z.discriminatedUnion("type", [
  z.object({ ...base, type: z.literal("build_started"), details: z.object({ buildId: z.string() }) }),
  z.object({
    ...base,
    type: z.literal("build_ended"),
    details: z.object({ buildId: z.string(), buildStatus: eventStatus, reason, status: z.number() }),
  }),
  z.object({
    ...base,
    type: z.literal("pre_deploy_ended"),
    details: z.object({
      deployCommandExecutionId: z.string(),
      deployId: z.string(),
      preDeployStatus: eventStatus,
      reason,
      status: z.number(),
    }),
  }),
  z.object({ ...base, type: z.literal("deploy_started"), details: z.object({ deployId: z.string() }) }),
  z.object({
    ...base,
    type: z.literal("deploy_ended"),
    details: z.object({ deployId: z.string(), deployStatus: eventStatus, reason, status: z.number() }),
  }),
  z.object({ ...base, type: z.literal("server_failed"), details: z.object({ reason: failure }) }),
]);

const criterion = z.object({ enabled: z.boolean(), percentage: z.number().min(1).max(100) });
const autoscaling = z.object({
  enabled: z.boolean(),
  min: z.number(),
  max: z.number(),
  criteria: z.object({ cpu: criterion, memory: criterion }),
});

const variable = z.object({ key: z.string(), value: z.string() });
const variables = z.array(z.object({ envVar: variable, cursor }));
const domain = z.object({
  id: z.string().regex(/^cdm-/),
  name: z.string(),
  domainType: z.enum(["apex", "subdomain"]),
  publicSuffix: z.string(),
  redirectForName: z.string(),
  verificationStatus: z.enum(["verified", "unverified"]),
  createdAt: time,
});
const postgres = z.object({
  id: z.string().regex(/^dpg-/),
  name: z.string(),
  status: z.enum(["creating", "available"]),
  plan: z.string(),
  region: z.string(),
  version: z.string(),
  dashboardUrl: z.string(),
});

const settings = {
  healthCheckPath: z.string(),
  preDeployCommand: z.string(),
  envSpecificDetails: z.object({ buildCommand: z.string(), startCommand: z.string() }),
};

/** What Berth uses of Render's API. Fields of requests that are not named here break it. */
export const contract: Contract = {
  "get-user": {
    method: "GET",
    path: "/users",
    answers: { ...refusals, 200: z.object({ name: z.string(), email: z.string() }) },
  },
  "list-owners": {
    method: "GET",
    path: "/owners",
    answers: {
      ...refusals,
      200: z.array(
        z.object({
          owner: z.object({ id: z.string(), name: z.string(), email: z.string(), type: z.enum(["user", "team"]) }),
          cursor,
        }),
      ),
    },
  },
  "list-services": {
    method: "GET",
    path: "/services",
    answers: { ...refusals, 200: z.array(z.object({ service, cursor })) },
  },
  "create-service": {
    method: "POST",
    path: "/services",
    request: z.object({
      type: z.literal("web_service"),
      name: z.string(),
      ownerId: z.string(),
      repo: z.string(),
      branch: z.string(),
      rootDir: z.string().min(1).optional(),
      autoDeploy: z.enum(["yes", "no"]),
      envVars: z.array(variable),
      serviceDetails: z.object({
        runtime: z.literal("node"),
        plan: z.string(),
        region: z.string().optional(),
        healthCheckPath: z.string().min(1).optional(),
        preDeployCommand: z.string().min(1).optional(),
        envSpecificDetails: settings.envSpecificDetails,
      }),
    }),
    answers: { ...refusals, 201: z.object({ service, deployId: z.string() }) },
  },
  "retrieve-service": { method: "GET", path: "/services/{serviceId}", answers: { ...refusals, 200: service } },
  "update-service": {
    method: "PATCH",
    path: "/services/{serviceId}",
    request: z.object({
      repo: z.string(),
      branch: z.string(),
      rootDir: z.string(),
      autoDeploy: z.enum(["yes", "no"]),
      serviceDetails: z.object(settings),
    }),
    answers: { ...refusals, 200: service },
  },
  "delete-service": { method: "DELETE", path: "/services/{serviceId}", answers: { ...refusals, 204: nothing } },
  "suspend-service": { method: "POST", path: "/services/{serviceId}/suspend", answers: { ...refusals, 202: nothing } },
  "resume-service": { method: "POST", path: "/services/{serviceId}/resume", answers: { ...refusals, 202: nothing } },
  "restart-service": { method: "POST", path: "/services/{serviceId}/restart", answers: { ...refusals, 200: nothing } },
  "scale-service": {
    method: "POST",
    path: "/services/{serviceId}/scale",
    request: z.object({ numInstances: z.number() }),
    answers: { ...refusals, 202: nothing },
  },
  "autoscale-service": {
    method: "PUT",
    path: "/services/{serviceId}/autoscaling",
    request: autoscaling,
    answers: { ...refusals, 200: autoscaling },
  },
  "delete-autoscaling-config": {
    method: "DELETE",
    path: "/services/{serviceId}/autoscaling",
    answers: { ...refusals, 204: nothing },
  },
  "get-env-vars-for-service": {
    method: "GET",
    path: "/services/{serviceId}/env-vars",
    answers: { ...refusals, 200: variables },
  },
  "update-env-vars-for-service": {
    method: "PUT",
    path: "/services/{serviceId}/env-vars",
    request: z.array(variable),
    answers: { ...refusals, 200: variables },
  },
  "update-env-var": {
    method: "PUT",
    path: "/services/{serviceId}/env-vars/{envVarKey}",
    request: z.object({ value: z.string() }),
    answers: { ...refusals, 200: variable },
  },
  "delete-env-var": {
    method: "DELETE",
    path: "/services/{serviceId}/env-vars/{envVarKey}",
    answers: { ...refusals, 204: nothing },
  },
  "list-deploys": {
    method: "GET",
    path: "/services/{serviceId}/deploys",
    answers: { ...refusals, 200: z.array(z.object({ deploy, cursor })) },
  },
  "create-deploy": {
    method: "POST",
    path: "/services/{serviceId}/deploys",
    request: z.object({ commitId: z.string(), clearCache: z.enum(["clear", "do_not_clear"]) }),
    answers: { ...refusals, 201: deploy, 202: nothing },
  },
  "retrieve-deploy": {
    method: "GET",
    path: "/services/{serviceId}/deploys/{deployId}",
    answers: { ...refusals, 200: deploy },
  },
  "cancel-deploy": {
    method: "POST",
    path: "/services/{serviceId}/deploys/{deployId}/cancel",
    answers: { ...refusals, 200: deploy },
  },
  "rollback-deploy": {
    method: "POST",
    path: "/services/{serviceId}/rollback",
    request: z.object({ deployId: z.string() }),
    answers: { ...refusals, 201: deploy },
  },
  "list-events": {
    method: "GET",
    path: "/services/{serviceId}/events",
    answers: { ...refusals, 200: z.array(z.object({ event, cursor })) },
  },
  "list-logs": {
    method: "GET",
    path: "/logs",
    answers: {
      ...refusals,
      200: z.object({
        hasMore: z.boolean(),
        nextStartTime: time,
        nextEndTime: time,
        logs: z.array(
          z.object({
            id: z.string(),
            message: z.string(),
            timestamp: time,
            labels: z.array(z.object({ name: z.string(), value: z.string() })),
          }),
        ),
      }),
    },
  },
  "list-custom-domains": {
    method: "GET",
    path: "/services/{serviceId}/custom-domains",
    answers: { ...refusals, 200: z.array(z.object({ customDomain: domain, cursor })) },
  },
  "create-custom-domain": {
    method: "POST",
    path: "/services/{serviceId}/custom-domains",
    request: z.object({ name: z.string() }),
    answers: { ...refusals, 201: z.array(domain) },
  },
  "retrieve-custom-domain": {
    method: "GET",
    path: "/services/{serviceId}/custom-domains/{customDomainNameOrID}",
    answers: { ...refusals, 200: domain },
  },
  "refresh-custom-domain": {
    method: "POST",
    path: "/services/{serviceId}/custom-domains/{customDomainNameOrID}/verify",
    answers: { ...refusals, 202: nothing },
  },
  "delete-custom-domain": {
    method: "DELETE",
    path: "/services/{serviceId}/custom-domains/{customDomainNameOrID}",
    answers: { ...refusals, 204: nothing },
  },
  "list-postgres": {
    method: "GET",
    path: "/postgres",
    answers: { ...refusals, 200: z.array(z.object({ postgres, cursor })) },
  },
  "create-postgres": {
    method: "POST",
    path: "/postgres",
    request: z.object({
      name: z.string(),
      ownerId: z.string(),
      plan: z.string(),
      region: z.string().optional(),
      version: z.string(),
    }),
    answers: { ...refusals, 201: postgres },
  },
  "retrieve-postgres": { method: "GET", path: "/postgres/{postgresId}", answers: { ...refusals, 200: postgres } },
  "delete-postgres": { method: "DELETE", path: "/postgres/{postgresId}", answers: { ...refusals, 204: nothing } },
  "retrieve-postgres-connection-info": {
    method: "GET",
    path: "/postgres/{postgresId}/connection-info",
    answers: {
      ...refusals,
      200: z.object({
        password: z.string(),
        internalConnectionString: z.string(),
        externalConnectionString: z.string(),
        psqlCommand: z.string(),
      }),
    },
  },
  ...Object.fromEntries(
    (["cpu", "memory", "bandwidth"] as const).map((name) => [
      `get-${name}`,
      {
        method: "GET",
        path: `/metrics/${name}`,
        answers: {
          ...refusals,
          200: z.array(
            z.object({
              labels: z.array(z.object({ field: z.string(), value: z.string() })),
              values: z.array(z.object({ timestamp: time, value: z.number() })),
              unit: z.string(),
            }),
          ),
        },
      },
    ]),
  ),
};
