import type { z } from "zod";
import { PlatformError } from "../http/platform-error";
import * as documents from "./documents/projects";
import { askRailway, type RailwayAccess } from "./request";

export interface RailwayProject {
  id: string;
  name: string;
  description: string | null;
  environments: { id: string; name: string }[];
  services: { id: string; name: string }[];
}

const mostPages = 20;

/** The projects of the workspace with this name, oldest first: names need not be unique. */
export async function findProjects(
  access: RailwayAccess,
  name: string,
  signal: AbortSignal,
): Promise<{ id: string; name: string; description: string | null }[]> {
  const found: z.infer<typeof documents.ListedProject>[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await listPage(access, after, signal);
    found.push(...nodes(answer));
    if (!answer.pageInfo.hasNextPage) break;
    after = answer.pageInfo.endCursor;
  }
  return found
    .filter((project) => project.name === name)
    .sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}

async function listPage(access: RailwayAccess, after: string | null, signal: AbortSignal) {
  return (await askRailway(access, documents.projects, { workspaceId: access.teamId, after }, signal)).projects;
}

/** A project with its environments and services; undefined when it is gone. */
export async function findProject(
  access: RailwayAccess,
  id: string,
  signal: AbortSignal,
): Promise<RailwayProject | undefined> {
  return orGone(async () => {
    const { project } = await askRailway(access, documents.project, { id }, signal);
    const { environments, services, ...rest } = project;
    return { ...rest, environments: nodes(environments), services: nodes(services) };
  });
}

/** Creates a project with one environment, `production`. */
export async function createProject(
  access: RailwayAccess,
  input: { name: string; description: string },
  signal: AbortSignal,
): Promise<{ id: string }> {
  const { projectCreate } = await askRailway(
    access,
    documents.projectCreate,
    {
      input: { ...input, workspaceId: access.teamId, defaultEnvironmentName: "production", prDeploys: false },
    },
    signal,
  );
  return projectCreate;
}

/** Deletes a project with everything in it; one that is gone already is no error. */
export async function deleteProject(access: RailwayAccess, id: string, signal: AbortSignal): Promise<void> {
  await orGone(() => askRailway(access, documents.projectDelete, { id }, signal));
}

/** Creates an environment; with a source its services are there too, and nothing of them is deployed yet. */
export async function createEnvironment(
  access: RailwayAccess,
  { projectId, name, sourceId }: { projectId: string; name: string; sourceId?: string },
  signal: AbortSignal,
): Promise<{ id: string }> {
  const source = sourceId === undefined ? {} : { sourceEnvironmentId: sourceId };
  const input = { projectId, name, skipInitialDeploys: true, ...source };
  return (await askRailway(access, documents.environmentCreate, { input }, signal)).environmentCreate;
}

/** Adds a volume to a service unless it has one at that path. */
export async function ensureVolume(
  access: RailwayAccess,
  input: documents.VolumeCreateInput,
  signal: AbortSignal,
): Promise<void> {
  const { environment } = await askRailway(access, documents.environment, { id: input.environmentId }, signal);
  const has = nodes(environment.volumeInstances).some(
    ({ serviceId, mountPath }) => serviceId === input.serviceId && mountPath === input.mountPath,
  );
  if (!has) await askRailway(access, documents.volumeCreate, { input }, signal);
}

/** Undefined for what Railway does not know any more. */
export async function orGone<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (PlatformError.is(error) && error.kind === "NOT_FOUND") return undefined;
    throw error;
  }
}

function nodes<T>({ edges }: { edges: { node: T }[] }): T[] {
  return edges.map(({ node }) => node);
}
