import { z } from "zod";
import type { Contract } from "../kernel/emulator";

/** What Berth sends to and reads from Vercel, by the operation's name in the official description. */

const VercelError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    missing: z.array(z.string()).optional(),
    limit: z.object({ reset: z.number().optional() }).optional(),
  }),
});

function errors(...statuses: number[]): Record<number, z.ZodType> {
  // What any call may be answered with.
  return Object.fromEntries([400, 401, 403, 429, 500, ...statuses].map((status) => [status, VercelError]));
}

const nothing = z.unknown();
const command = z.string().max(256).nullable().optional();
const settings = {
  framework: z.string().nullable().optional(),
  rootDirectory: z.string().nullable().optional(),
  installCommand: command,
  buildCommand: command,
  outputDirectory: command,
};

const Project = z.object({
  id: z.string(),
  name: z.string(),
  paused: z.boolean().optional(),
  targets: z.record(z.string(), z.object({ id: z.string() }).nullable()).optional(),
  lastAliasRequest: z
    .object({
      toDeploymentId: z.string(),
      jobStatus: z.enum(["succeeded", "failed", "skipped", "pending", "in-progress"]),
      type: z.enum(["promote", "rollback"]),
      requestedAt: z.number(),
    })
    .nullable()
    .optional(),
});

const ReadyState = z.enum(["QUEUED", "INITIALIZING", "BUILDING", "READY", "ERROR", "CANCELED", "BLOCKED"]);

const Deployment = z.object({
  id: z.string(),
  url: z.string(),
  inspectorUrl: z.string().nullable(),
  readyState: ReadyState,
  readySubstate: z.enum(["STAGED", "ROLLING", "PROMOTED"]).optional(),
  target: z.enum(["production", "staging"]).nullable().optional(),
  alias: z.array(z.string()).optional(),
  aliasAssigned: z.boolean(),
  aliasError: z.object({ code: z.string(), message: z.string() }).nullable().optional(),
  errorCode: z.string().optional(),
  errorMessage: z.string().nullable().optional(),
  errorStep: z.string().optional(),
  meta: z.record(z.string(), z.string()),
});

const Variable = z.object({
  id: z.string().optional(),
  key: z.string(),
  value: z.string(),
  type: z.enum(["system", "secret", "encrypted", "plain", "sensitive"]),
  target: z.union([z.string(), z.array(z.string())]).optional(),
  comment: z.string().optional(),
  updatedAt: z.number().optional(),
});

const Domain = z.object({
  name: z.string(),
  apexName: z.string(),
  projectId: z.string(),
  verified: z.boolean(),
  redirect: z.string().nullable().optional(),
  verification: z
    .array(z.object({ type: z.string(), domain: z.string(), value: z.string(), reason: z.string() }))
    .optional(),
});

const LogEvent = z.object({
  type: z.enum(["delimiter", "command", "stdout", "stderr", "exit", "deployment-state", "fatal"]),
  created: z.number(),
  date: z.number(),
  deploymentId: z.string(),
  id: z.string(),
  serial: z.string(),
  text: z.string().optional(),
  level: z.enum(["error", "warning"]).optional(),
  info: z.object({ type: z.string(), name: z.string() }),
});

const variableTarget = z.enum(["production", "preview", "development"]);
const File = z.union([
  z.strictObject({ file: z.string(), sha: z.string(), size: z.int() }),
  z.strictObject({ file: z.string(), data: z.string(), encoding: z.enum(["base64", "utf-8"]) }),
]);

const projectPath = "/v9/projects/{idOrName}";

export const contract: Contract = {
  getAuthUser: {
    method: "GET",
    path: "/v2/user",
    answers: {
      200: z.object({
        user: z.object({
          id: z.string(),
          username: z.string(),
          name: z.string().nullable(),
          defaultTeamId: z.string().nullable(),
        }),
      }),
      ...errors(),
    },
  },
  getTeams: {
    method: "GET",
    path: "/v2/teams",
    answers: {
      200: z.object({ teams: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string().nullable() })) }),
      ...errors(),
    },
  },
  getAuthToken: {
    method: "GET",
    path: "/v5/user/tokens/{tokenId}",
    answers: {
      200: z.object({
        token: z.object({ scopes: z.array(z.object({ type: z.string() })), expiresAt: z.number().optional() }),
      }),
      ...errors(404),
    },
  },
  createProject: {
    method: "POST",
    path: "/v11/projects",
    request: z.strictObject({
      name: z.string().max(100),
      ...settings,
      environmentVariables: z.array(
        z.strictObject({
          key: z.string(),
          value: z.string(),
          type: z.literal("plain"),
          target: z.array(variableTarget),
        }),
      ),
    }),
    answers: { 200: Project, ...errors(402, 404, 409, 428) },
  },
  getProject: { method: "GET", path: projectPath, answers: { 200: Project, ...errors(404) } },
  updateProject: {
    method: "PATCH",
    path: projectPath,
    request: z.strictObject(settings),
    answers: { 200: Project, ...errors(402, 404, 409, 428) },
  },
  deleteProject: { method: "DELETE", path: projectPath, answers: { 204: nothing, ...errors(404, 409) } },
  pauseProject: {
    method: "POST",
    path: "/v1/projects/{projectId}/pause",
    answers: { 200: nothing, ...errors(404) },
  },
  unpauseProject: {
    method: "POST",
    path: "/v1/projects/{projectId}/unpause",
    answers: { 200: nothing, ...errors(404) },
  },
  uploadFile: {
    method: "POST",
    path: "/v2/files",
    answers: { 200: z.object({ urls: z.array(z.string()) }), ...errors() },
  },
  createDeployment: {
    method: "POST",
    path: "/v13/deployments",
    request: z.strictObject({
      name: z.string(),
      project: z.string(),
      target: z.literal("production").optional(),
      files: z.array(File),
      meta: z.record(z.string(), z.string()),
      projectSettings: z.strictObject(settings),
    }),
    answers: { 200: Deployment, ...errors(402, 404, 409), 413: z.string() },
  },
  getDeployment: { method: "GET", path: "/v13/deployments/{idOrUrl}", answers: { 200: Deployment, ...errors(404) } },
  getDeployments: {
    method: "GET",
    path: "/v7/deployments",
    answers: {
      200: z.object({
        deployments: z.array(z.object({ uid: z.string(), meta: z.record(z.string(), z.string()).optional() })),
      }),
      ...errors(404, 422),
    },
  },
  cancelDeployment: {
    method: "PATCH",
    path: "/v12/deployments/{id}/cancel",
    answers: { 200: Deployment, ...errors(404) },
  },
  deleteDeployment: {
    method: "DELETE",
    path: "/v13/deployments/{id}",
    answers: { 200: z.object({ uid: z.string(), state: z.literal("DELETED") }), ...errors(404) },
  },
  getDeploymentEvents: {
    method: "GET",
    path: "/v3/deployments/{idOrUrl}/events",
    answers: { 200: z.array(LogEvent), ...errors(404) },
  },
  createProjectEnv: {
    method: "POST",
    path: "/v10/projects/{idOrName}/env",
    request: z.array(
      z.strictObject({
        key: z.string(),
        value: z.string(),
        type: z.enum(["plain", "sensitive"]),
        target: z.array(variableTarget),
        comment: z.string().max(500),
      }),
    ),
    answers: {
      201: z.object({
        created: z.union([Variable, z.array(Variable)]),
        failed: z.array(
          z.object({ error: z.object({ code: z.string(), message: z.string(), envVarKey: z.string().optional() }) }),
        ),
      }),
      ...errors(402, 404, 409),
    },
  },
  filterProjectEnvs: {
    method: "GET",
    path: "/v10/projects/{idOrName}/env",
    answers: { 200: z.object({ envs: z.array(Variable) }), ...errors(404) },
  },
  editProjectEnv: {
    method: "PATCH",
    path: "/v9/projects/{idOrName}/env/{id}",
    request: z.strictObject({ target: z.array(variableTarget) }),
    answers: { 200: Variable, ...errors(404, 409) },
  },
  removeProjectEnv: {
    method: "DELETE",
    path: "/v9/projects/{idOrName}/env/{id}",
    answers: { 200: Variable, ...errors(404, 409) },
  },
  requestPromote: {
    method: "POST",
    path: "/v10/projects/{projectId}/promote/{deploymentId}",
    answers: { 201: nothing, ...errors(404, 409) },
  },
  requestRollback: {
    method: "POST",
    path: "/v1/projects/{projectId}/rollback/{deploymentId}",
    answers: { 201: nothing, ...errors(402, 404, 409, 422) },
  },
  getProjectDomains: {
    method: "GET",
    path: "/v9/projects/{idOrName}/domains",
    answers: { 200: z.object({ domains: z.array(Domain) }), ...errors(404) },
  },
  addProjectDomain: {
    method: "POST",
    path: "/v10/projects/{idOrName}/domains",
    request: z.strictObject({ name: z.string() }),
    answers: { 200: Domain, ...errors(402, 404, 409) },
  },
  getProjectDomain: {
    method: "GET",
    path: "/v9/projects/{idOrName}/domains/{domain}",
    answers: { 200: Domain, ...errors(404) },
  },
  verifyProjectDomain: {
    method: "POST",
    path: "/v9/projects/{idOrName}/domains/{domain}/verify",
    answers: { 200: Domain, ...errors(404) },
  },
  removeProjectDomain: {
    method: "DELETE",
    path: "/v9/projects/{idOrName}/domains/{domain}",
    answers: { 200: nothing, ...errors(404, 409) },
  },
  getDomainConfig: {
    method: "GET",
    path: "/v6/domains/{domain}/config",
    answers: {
      200: z.object({
        recommendedIPv4: z.array(z.object({ rank: z.number(), value: z.array(z.string()) })),
        recommendedCNAME: z.array(z.object({ rank: z.number(), value: z.string() })),
        misconfigured: z.boolean(),
      }),
      ...errors(),
    },
  },
};
