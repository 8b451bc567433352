import { z } from "zod";
import type { ApiAccess, Refusal } from "../http/call";
import { callVercel, part } from "./call";
import { orUndefined, type ProjectSettings } from "./projects";

const Deployment = z.object({
  id: z.string(),
  url: z.string().nullish(),
  inspectorUrl: z.string().nullish(),
  /** QUEUED, INITIALIZING, BUILDING, READY, ERROR, CANCELED, BLOCKED or one that Vercel adds. */
  readyState: z.string(),
  readySubstate: z.string().nullish(),
  target: z.string().nullish(),
  alias: z.array(z.string()).nullish(),
  /** Time or true once the addresses lead to it. */
  aliasAssigned: z.union([z.number(), z.boolean()]).nullish(),
  aliasError: z.object({ code: z.string().optional(), message: z.string().optional() }).nullish(),
  errorCode: z.string().nullish(),
  errorMessage: z.string().nullish(),
  errorStep: z.string().nullish(),
  errorLink: z.string().nullish(),
  meta: z.record(z.string(), z.unknown()).nullish(),
});
export type Deployment = z.infer<typeof Deployment>;

/** A file by the hash of an uploaded content, or with its content. */
export type DeploymentFile =
  | { file: string; sha: string; size: number }
  | { file: string; data: string; encoding: "utf-8" | "base64" };

export interface NewDeployment {
  name: string;
  projectId: string;
  target: "production" | "preview";
  files: readonly DeploymentFile[];
  /** Finds the deployment again when the answer to its creation was lost. */
  meta: Record<string, string>;
  settings: ProjectSettings;
}

/** Vercel makes a deployment only of contents it has; `missing` names those it still needs. */
export type CreatedDeployment = { outcome: "created"; deployment: Deployment } | { outcome: "missing"; shas: string[] };

const MissingFiles = z.object({
  error: z.object({ code: z.literal("missing_files"), missing: z.array(z.string()) }),
});
const createDeadlineMs = 90_000;

/** Begins a deployment. */
export async function createDeployment(
  access: ApiAccess,
  { name, projectId, target, files, meta, settings }: NewDeployment,
  signal: AbortSignal,
): Promise<CreatedDeployment> {
  let missing: string[] | undefined;
  const classify = ({ json }: Refusal) => {
    missing = MissingFiles.safeParse(json).data?.error.missing;
    return undefined;
  };
  try {
    const deployment = await callVercel(access, {
      method: "POST",
      path: "/v13/deployments",
      query: { forceNew: "1", skipAutoDetectionConfirmation: "1" },
      // A preview is what is not told to be anything else.
      json: {
        name,
        project: projectId,
        ...(target === "production" ? { target } : {}),
        files,
        meta,
        projectSettings: settings,
      },
      answer: Deployment,
      deadlineMs: createDeadlineMs,
      classify,
      signal,
    });
    return { outcome: "created", deployment };
  } catch (error) {
    if (missing) return { outcome: "missing", shas: missing };
    throw error;
  }
}

/** A deployment by its id; undefined when Vercel does not know it any more. */
export async function findDeployment(
  access: ApiAccess,
  id: string,
  signal: AbortSignal,
): Promise<Deployment | undefined> {
  const path = `/v13/deployments/${part(id)}`;
  return orUndefined(callVercel(access, { method: "GET", path, answer: Deployment, signal }));
}

const Listed = z.object({
  deployments: z.array(z.object({ uid: z.string(), meta: z.record(z.string(), z.unknown()).nullish() })),
});

/** The id of the newest deployment of a project whose meta says so. */
export async function findByMeta(
  access: ApiAccess,
  { projectId, key, value }: { projectId: string; key: string; value: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const query = { projectId, limit: 100 };
  const call = { method: "GET", path: "/v7/deployments", query } as const;
  const { deployments } = await callVercel(access, { ...call, answer: Listed, signal });
  return deployments.find(({ meta }) => meta?.[key] === value)?.uid;
}

/** Stops a deployment that is being built. Throws VALIDATION for one that has ended. */
export async function cancelDeployment(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  const path = `/v12/deployments/${part(id)}/cancel`;
  await callVercel(access, { method: "PATCH", path, answer: Deployment, isRepeatable: true, signal });
}

/** Succeeds when the deployment is gone already. */
export async function deleteDeployment(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  const call = { method: "DELETE", path: `/v13/deployments/${part(id)}`, isRepeatable: true } as const;
  await orUndefined(callVercel(access, { ...call, answer: z.unknown(), signal }));
}

/** Leads the production address to a deployment that is ready, without building it again. */
export async function promoteDeployment(
  access: ApiAccess,
  { projectId, deploymentId }: { projectId: string; deploymentId: string },
  signal: AbortSignal,
): Promise<void> {
  const path = `/v10/projects/${part(projectId)}/promote/${part(deploymentId)}`;
  await callVercel(access, { method: "POST", path, answer: z.unknown(), isRepeatable: true, signal });
}

/** Leads the production address back to a deployment that served before. */
export async function rollBackDeployment(
  access: ApiAccess,
  { projectId, deploymentId }: { projectId: string; deploymentId: string },
  signal: AbortSignal,
): Promise<void> {
  const path = `/v1/projects/${part(projectId)}/rollback/${part(deploymentId)}`;
  await callVercel(access, { method: "POST", path, answer: z.unknown(), isRepeatable: true, signal });
}
