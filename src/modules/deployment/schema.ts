import * as z from "zod";
import { EnvironmentRef, SetVariables } from "@/modules/environment/schema";
import { DeploymentError } from "./failures/schema";
import { DeployTarget, Platform } from "./platforms/schema";
import { AllowSecrets } from "./repository/schema";

export { DeploymentError, ErrorType, FailureExplanation, FoundSecret, RecoveryAction } from "./failures/schema";
export { DeployTarget, Platform } from "./platforms/schema";
export {
  AccountRepository,
  ListRepositories,
  PushedToGithub,
  PushToGithub,
  RepositoryRef,
} from "./repository/schema";
export type { SyncItem, SyncPlan, SyncResult, SyncTarget } from "./sync/schema";

export const stepNames = [
  "initialize",
  "create-project",
  "generate",
  "upload",
  "configure-environment",
  "trigger-build",
  "monitor",
  "stream-logs",
  "complete",
] as const;
export const StepName = z.enum(stepNames);
export type StepName = z.infer<typeof StepName>;

export const StepStatus = z.enum(["pending", "running", "succeeded", "failed", "cancelled", "skipped"]);
export type StepStatus = z.infer<typeof StepStatus>;

/** `stopped` belongs to a live app whose deployment succeeded and which its owner stopped. */
export const DeploymentStatus = z.enum([
  "queued",
  "running",
  "cancelling",
  "succeeded",
  "failed",
  "cancelled",
  "timed_out",
  "stopped",
]);
export type DeploymentStatus = z.infer<typeof DeploymentStatus>;

export const finalStatuses: ReadonlySet<DeploymentStatus> = new Set([
  "succeeded",
  "failed",
  "cancelled",
  "timed_out",
  "stopped",
]);

const EventKind = z.enum(["status", "step", "log", "metric", "warning", "recovery", "end"]);

/** One event of a deployment, as the contract names it. `seq` starts at 1 and has no gap. */
export const DeploymentEvent = z.object({
  seq: z.number().int(),
  at: z.string(),
  kind: EventKind,
  step: StepName.optional(),
  status: z.string().optional(),
  stream: z.enum(["stdout", "stderr", "berth"]).optional(),
  level: z.enum(["debug", "info", "warn", "error"]).optional(),
  line: z.string().optional(),
  message: z.string().optional(),
  url: z.string().optional(),
  metric: z.object({ cpu: z.number(), memory: z.number(), requests: z.number() }).optional(),
  error: DeploymentError.optional(),
});
export type DeploymentEvent = z.infer<typeof DeploymentEvent>;

/** Why a deployment was made. */
export const DeployCause = z.enum(["deploy", "retry", "redeploy", "reload", "rollback", "promote"]);
export type DeployCause = z.infer<typeof DeployCause>;

/** One line, as a person would type it. */
const command = z
  .string()
  .trim()
  .min(1, "Enter a command.")
  .max(500, "A command has at most 500 characters.")
  .regex(/^[^\n\r\0]*$/, "A command is one line.");

/** How a project is built and started where that differs from what Berth finds in its files. */
export const DeploySettings = z.strictObject({
  /** Folder of the app inside the project, such as `apps/web`. */
  rootDirectory: z
    .string()
    .trim()
    .max(200)
    .regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\\\0]+$/, "Use a folder inside the project, such as apps/web.")
    .optional(),
  installCommand: command.optional(),
  buildCommand: command.optional(),
  startCommand: command.optional(),
});
export type DeploySettings = z.infer<typeof DeploySettings>;

const TimeoutSeconds = z.number().int().min(10).max(86_000);

/** Where one deployment goes. */
const Destination = z.strictObject({
  platform: Platform,
  /** The account to deploy to, by its id or its name; may be left out where the organization has one of that platform. */
  connectionId: z.string().max(64).optional(),
  /** `auto`: the first deployment of an app goes to production, later ones are previews where the platform has them. */
  target: z.enum([...DeployTarget.options, "auto"]).default("production"),
  /** The app's name; defaults to the project's. */
  name: z.string().optional(),
  /** Has the platform make a PostgreSQL beside the app, which is billed there; the one of an earlier deployment is kept. */
  database: z.literal("create").optional(),
});

/** What is deployed, and how. */
const Deployed = z.strictObject({
  projectId: z.string(),
  environment: z.string().default("production"),
  /** What becomes of deployments of the same app that still wait: they go first, or this one replaces them. */
  queue: z.enum(["wait", "newest"]).default("wait"),
  sourceId: z.string().optional(),
  timeoutSeconds: TimeoutSeconds.default(300),
  idempotencyKey: z.string().max(200).optional(),
  allowSecrets: AllowSecrets,
});

export const StartDeployment = Deployed.extend(Destination.shape);
export type StartDeployment = z.input<typeof StartDeployment>;

/** The same project to several places at once; each one is a deployment of its own. */
export const StartDeployments = Deployed.extend({ targets: z.array(Destination).min(1).max(10) });
export type StartDeployments = z.input<typeof StartDeployments>;

export const DeploymentRef = z.strictObject({ id: z.string().max(64) });
export type DeploymentRef = z.infer<typeof DeploymentRef>;

/** `current` takes the variables of now, `same` those the deployment ran with. */
export const RedeployDeployment = DeploymentRef.extend({ values: z.enum(["current", "same"]).default("current") });
export type RedeployDeployment = z.input<typeof RedeployDeployment>;

/** What is left out stays as it was. Another platform is a way out when the first one is down. */
export const RetryDeployment = DeploymentRef.extend({
  name: z.string().optional(),
  platform: Platform.optional(),
  connectionId: z.string().max(64).optional(),
  timeoutSeconds: TimeoutSeconds.optional(),
  allowSecrets: AllowSecrets,
});
export type RetryDeployment = z.infer<typeof RetryDeployment>;

/** The same with values that are stored in the deployment's environment first. */
export const RetryWithVariables = RetryDeployment.extend({ variables: SetVariables.shape.variables }).refine(
  ({ variables }) => Object.keys(variables).length > 0,
  { message: "Give at least one value.", path: ["variables"] },
);
export type RetryWithVariables = z.input<typeof RetryWithVariables>;

export const ProjectRef = z.strictObject({ projectId: z.string().max(64) });
export type ProjectRef = z.infer<typeof ProjectRef>;

/** An environment of a project, and the place its app goes to; where the last deployment went when left out. */
export const UsageRef = EnvironmentRef.extend({ platform: Platform.optional() });

export const SetDeploySettings = ProjectRef.extend({ settings: DeploySettings });
export type SetDeploySettings = z.infer<typeof SetDeploySettings>;

export const SourceRef = z.strictObject({ sourceId: z.string().max(64) });
export type SourceRef = z.infer<typeof SourceRef>;

/** `lastEventId` is the number of the last event seen. */
export const WatchDeployment = DeploymentRef.extend({
  lastEventId: z
    .string()
    .regex(/^\d{1,9}$/, "Use the number of an event.")
    .nullish(),
});

export const ListDeployments = z
  .strictObject({
    projectId: z.string().max(64).optional(),
    batchId: z.string().max(64).optional(),
    limit: z.number().int().min(1).max(100).default(20),
    cursor: z.string().max(64).nullish(),
  })
  .prefault({});
export type ListDeployments = z.input<typeof ListDeployments>;

export const AppRef = z.strictObject({ name: z.string().min(1).max(63) });
export type AppRef = z.infer<typeof AppRef>;

export const DeploymentStep = z.object({
  name: StepName,
  status: StepStatus,
  attempts: z.number(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  durationMs: z.number().optional(),
});
export type DeploymentStep = z.infer<typeof DeploymentStep>;

/** What became of a deployment on its platform after Berth stopped waiting for it. */
export const LateOutcome = z.object({
  status: z.enum(["watching", "live", "failed", "cancelled", "removed", "unknown"]),
  url: z.string().nullable(),
  at: z.string(),
});
export type LateOutcome = z.infer<typeof LateOutcome>;

/** The row of a list. Times are ISO strings in UTC. */
export const DeploymentSummary = z.object({
  id: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  name: z.string(),
  platform: Platform,
  environment: z.string(),
  status: DeploymentStatus,
  target: DeployTarget,
  /** The account it went to; absent on this machine and once that account is disconnected. */
  connectionId: z.string().optional(),
  /** Deployments that were started together share it. */
  batchId: z.string().optional(),
  /** The page of this deployment on its platform. */
  platformUrl: z.string().optional(),
  cause: DeployCause,
  predecessorId: z.string().optional(),
  /** The save of the environment it runs with. */
  snapshotId: z.string().optional(),
  url: z.string().optional(),
  isCurrent: z.boolean(),
  emulated: z.boolean().optional(),
  createdAt: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  error: DeploymentError.optional(),
  /** Set while it stands still until a person did something. */
  waitingFor: z.object({ kind: z.literal("reconnect"), connectionId: z.string(), message: z.string() }).optional(),
});
export type DeploymentSummary = z.infer<typeof DeploymentSummary>;

export const DeploymentDetail = DeploymentSummary.extend({
  /** `bubblewrap` or `process` ("not isolated"); absent on remote platforms. */
  isolation: z.enum(["bubblewrap", "process"]).optional(),
  resumedFrom: z.string().optional(),
  eventCount: z.number(),
  /** Place among what waits for this machine's builds, or for the deployment in front of it to the same app; 1 is next. */
  queuePosition: z.number().optional(),
  /** How it ended on the platform after Berth's time was up; `watching` while Berth still looks. */
  lateOutcome: LateOutcome.optional(),
  steps: z.array(DeploymentStep),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
  config: z.unknown(),
  /** Its files were uploaded (`berth deploy --dir`) rather than generated from the configuration. */
  hasSource: z.boolean(),
  /** A PostgreSQL was asked for beside the app. */
  database: z.literal("create").optional(),
  variableNames: z.array(z.string()),
  /** Features that are off because an account key was skipped. */
  featuresOff: z.array(z.object({ feature: z.string(), missing: z.array(z.string()) })),
  sourceFolder: z.string().optional(),
  appName: z.string().optional(),
  /** The app on its platform; absent on this machine. */
  hostedAppId: z.string().optional(),
  deadlineAt: z.string().optional(),
});
export type DeploymentDetail = z.infer<typeof DeploymentDetail>;

export const AppStatus = z.enum(["starting", "running", "stopped", "crashed"]);
export type AppStatus = z.infer<typeof AppStatus>;

export const AppSummary = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  status: AppStatus,
  url: z.string(),
  deploymentId: z.string().optional(),
  isolation: z.enum(["bubblewrap", "process"]).optional(),
  createdAt: z.string(),
});
export type AppSummary = z.infer<typeof AppSummary>;

/** CPU as a share of one core (1 = one core busy), memory in bytes, requests since the app started. */
export const AppMetric = z.object({ at: z.string(), cpu: z.number(), memory: z.number(), requests: z.number() });
export type AppMetric = z.infer<typeof AppMetric>;

/** An account a deployment can go to. */
export const PlatformAccount = z.object({
  connectionId: z.string(),
  name: z.string(),
  account: z.string(),
  /** `moved`: its token belongs to another address of the platform's API. */
  state: z.enum(["ok", "refused", "moved"]),
  emulated: z.boolean(),
});
export type PlatformAccount = z.infer<typeof PlatformAccount>;

/** What depends on a connection: apps deployed with it, and deployments that are not over. */
export const ConnectionUsage = z.object({
  connectionId: z.string(),
  apps: z.array(z.object({ name: z.string(), projectId: z.string() })),
  deployments: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type ConnectionUsage = z.infer<typeof ConnectionUsage>;

export const PlatformInfo = z.object({
  id: Platform,
  label: z.string(),
  description: z.string(),
  available: z.boolean(),
  /** Why it is not available. */
  reason: z.string().optional(),
  /** What makes it available: a page of Berth, and the words of the button. */
  fix: z.object({ label: z.string(), href: z.string() }).optional(),
  /** Those that work first; none on this machine. */
  accounts: z.array(PlatformAccount),
  /** What it can do, by the names of `platforms/capabilities.ts`. */
  capabilities: z.array(z.string()),
  isolation: z.enum(["bubblewrap", "process"]).optional(),
});
export type PlatformInfo = z.infer<typeof PlatformInfo>;
