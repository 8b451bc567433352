import { z } from "zod";

const refusal = z.object({ message: z.string(), id: z.string().optional(), code: z.string().optional() });
export const refusals = {
  400: refusal,
  401: refusal,
  402: refusal,
  404: refusal,
  409: refusal,
  429: refusal,
  500: refusal,
  503: refusal,
};
export const nothing = z.undefined();
export const cursor = z.string();
export const time = z.iso.datetime({ offset: true });

export const service = z.object({
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

export const deploy = z.object({
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
export const event = z.discriminatedUnion("type", [
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
export const autoscaling = z.object({
  enabled: z.boolean(),
  min: z.number(),
  max: z.number(),
  criteria: z.object({ cpu: criterion, memory: criterion }),
});

export const variable = z.object({ key: z.string(), value: z.string() });
export const variables = z.array(z.object({ envVar: variable, cursor }));
export const domain = z.object({
  id: z.string().regex(/^cdm-/),
  name: z.string(),
  domainType: z.enum(["apex", "subdomain"]),
  publicSuffix: z.string(),
  redirectForName: z.string(),
  verificationStatus: z.enum(["verified", "unverified"]),
  createdAt: time,
});
export const postgres = z.object({
  id: z.string().regex(/^dpg-/),
  name: z.string(),
  status: z.enum(["creating", "available"]),
  plan: z.string(),
  region: z.string(),
  version: z.string(),
  dashboardUrl: z.string(),
});

export const settings = {
  healthCheckPath: z.string(),
  preDeployCommand: z.string(),
  envSpecificDetails: z.object({ buildCommand: z.string(), startCommand: z.string() }),
};
