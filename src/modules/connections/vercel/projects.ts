import { z } from "zod";
import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { callVercel, part } from "./call";

/** A promotion or roll back, as the project remembers the last one. */
const AliasRequest = z.object({
  toDeploymentId: z.string(),
  jobStatus: z.string(),
  type: z.string(),
  requestedAt: z.number(),
});

const Project = z.object({
  id: z.string(),
  name: z.string(),
  paused: z.boolean().optional(),
  targets: z.record(z.string(), z.object({ id: z.string() }).nullish()).nullish(),
  lastAliasRequest: AliasRequest.nullish(),
});
export type Project = z.infer<typeof Project>;

/** How Vercel builds the project; null lets it find out, and what is left out stays as it is. */
export interface ProjectSettings {
  framework?: string | null;
  rootDirectory?: string | null;
  installCommand?: string | null;
  buildCommand?: string | null;
  outputDirectory?: string | null;
}

export interface NewProject extends ProjectSettings {
  name: string;
  /** Readable variables the project is born with: the only mark a project can carry. */
  marks: Record<string, string>;
}

/** Creates a project with its marks in one call. Throws NAME_TAKEN. */
export async function createProject(
  access: ApiAccess,
  { marks, ...project }: NewProject,
  signal: AbortSignal,
): Promise<Project> {
  const environmentVariables = Object.entries(marks).map(([key, value]) => ({
    key,
    value,
    type: "plain",
    target: ["production", "preview"],
  }));
  const json = { ...project, environmentVariables };
  return callVercel(access, { method: "POST", path: "/v11/projects", json, answer: Project, signal });
}

/** A project of this account by id or name; undefined when there is none. */
export async function findProject(
  access: ApiAccess,
  idOrName: string,
  signal: AbortSignal,
): Promise<Project | undefined> {
  const path = `/v9/projects/${part(idOrName)}`;
  return orUndefined(callVercel(access, { method: "GET", path, answer: Project, signal }));
}

export async function updateProject(
  access: ApiAccess,
  id: string,
  settings: ProjectSettings,
  signal: AbortSignal,
): Promise<void> {
  const path = `/v9/projects/${part(id)}`;
  await callVercel(access, { method: "PATCH", path, json: settings, answer: Project, isRepeatable: true, signal });
}

/** Succeeds when the project is gone already. */
export async function deleteProject(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  const call = { method: "DELETE", path: `/v9/projects/${part(id)}`, isRepeatable: true } as const;
  await orUndefined(callVercel(access, { ...call, answer: z.unknown(), signal }));
}

/** Visitors get a page that says the project is paused; nothing is built or run until it is resumed. */
export async function pauseProject(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  await setPaused(access, id, "pause", signal);
}

export async function resumeProject(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  await setPaused(access, id, "unpause", signal);
}

async function setPaused(access: ApiAccess, id: string, verb: string, signal: AbortSignal): Promise<void> {
  const path = `/v1/projects/${part(id)}/${verb}`;
  await callVercel(access, { method: "POST", path, answer: z.unknown(), isRepeatable: true, signal });
}

/** What is not there any more, as undefined. */
export async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (PlatformError.is(error) && error.kind === "NOT_FOUND") return undefined;
    throw error;
  }
}
