import * as z from "zod";

/** Only the fields that are used; Render adds others at any time. */
export const RefusalAnswer = z.object({ message: z.string().optional(), code: z.string().optional() });

/** Answers without a body, or with one that nobody reads. */
export const NoAnswer = z.unknown();

export const UserAnswer = z.object({ email: z.string(), name: z.string() });

export const OwnerAnswer = z.object({ id: z.string(), name: z.string(), type: z.string() });

export const ServiceAnswer = z.object({
  id: z.string(),
  name: z.string(),
  ownerId: z.string(),
  type: z.string(),
  repo: z.string().optional(),
  branch: z.string().optional(),
  rootDir: z.string().optional(),
  autoDeploy: z.string().optional(),
  dashboardUrl: z.string(),
  suspended: z.string(),
  serviceDetails: z.object({
    url: z.string().optional(),
    plan: z.string().optional(),
    region: z.string().optional(),
    numInstances: z.number().optional(),
    healthCheckPath: z.string().optional(),
    autoscaling: z
      .object({
        enabled: z.boolean(),
        min: z.number(),
        max: z.number(),
        criteria: z.object({
          cpu: z.object({ enabled: z.boolean(), percentage: z.number() }),
          memory: z.object({ enabled: z.boolean(), percentage: z.number() }),
        }),
      })
      .nullish(),
    envSpecificDetails: z
      .object({
        buildCommand: z.string().optional(),
        startCommand: z.string().optional(),
        preDeployCommand: z.string().optional(),
      })
      .optional(),
  }),
});
export type Service = z.infer<typeof ServiceAnswer>;

export const CreatedServiceAnswer = z.object({ service: ServiceAnswer, deployId: z.string().optional() });

export const DeployAnswer = z.object({
  id: z.string(),
  status: z.string().default("created"),
  trigger: z.string().optional(),
  createdAt: z.string().optional(),
  finishedAt: z.string().nullish(),
  commit: z.object({ id: z.string().optional(), message: z.string().optional() }).nullish(),
});
export type Deploy = z.infer<typeof DeployAnswer>;

export const VariableAnswer = z.object({ key: z.string(), value: z.string() });
export type RenderVariable = z.infer<typeof VariableAnswer>;

const FailureReason = z.object({
  evicted: z.boolean().optional(),
  evictionReason: z.string().optional(),
  nonZeroExit: z.number().optional(),
  earlyExit: z.boolean().optional(),
  oomKilled: z.object({ memoryLimit: z.string().optional() }).nullish(),
  timedOutSeconds: z.number().optional(),
  timedOutReason: z.string().optional(),
  unhealthy: z.string().optional(),
});
export type FailureReason = z.infer<typeof FailureReason>;

export const EventAnswer = z.object({
  id: z.string(),
  timestamp: z.string(),
  type: z.string(),
  details: z
    .object({
      deployId: z.string().optional(),
      /** A server's failure stands in it by itself, that of a build or deploy one level below. */
      reason: FailureReason.extend({ failure: FailureReason.nullish() }).nullish().catch(null),
    })
    .catch({}),
});
export type RenderEvent = z.infer<typeof EventAnswer>;

export const LogAnswer = z.object({
  id: z.string(),
  message: z.string(),
  timestamp: z.string(),
  labels: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});
export type LogEntry = z.infer<typeof LogAnswer>;

export const LogsAnswer = z.object({
  hasMore: z.boolean(),
  nextStartTime: z.string(),
  nextEndTime: z.string(),
  logs: z.array(LogAnswer).nullable(),
});

export const DomainAnswer = z.object({
  id: z.string(),
  name: z.string(),
  domainType: z.string(),
  redirectForName: z.string().optional(),
  verificationStatus: z.string(),
});
export type CustomDomain = z.infer<typeof DomainAnswer>;

export const PostgresAnswer = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  dashboardUrl: z.string().optional(),
});
export type Postgres = z.infer<typeof PostgresAnswer>;

export const ConnectionInfoAnswer = z.object({
  internalConnectionString: z.string(),
  externalConnectionString: z.string(),
});

export const MetricAnswer = z
  .array(
    z.object({ values: z.array(z.object({ timestamp: z.string(), value: z.number() })), unit: z.string().optional() }),
  )
  .nullable();
