import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { CreatedServiceAnswer, NoAnswer, type RenderVariable, type Service, ServiceAnswer } from "./answers";
import { callRender, listAll } from "./call";

/** How a Node web service is built and started. */
interface ServiceSettings {
  branch: string;
  rootDir: string;
  buildCommand: string;
  startCommand: string;
  /** Runs once per deploy between build and start; empty for none. */
  preDeployCommand: string;
  healthCheckPath: string;
}

interface NewService extends ServiceSettings {
  name: string;
  ownerId: string;
  /** Address of the repository as people open it, without a branch. */
  repo: string;
  plan: string;
  region?: string | undefined;
  variables: readonly RenderVariable[];
}

/** Creates a web service, which deploys the head of its branch at once. It never deploys by itself after that. */
export async function createService(
  access: ApiAccess,
  input: NewService,
  signal: AbortSignal,
): Promise<{ service: Service; deployId: string | undefined }> {
  const { data } = await callRender(access, {
    method: "POST",
    path: "/services",
    json: {
      type: "web_service",
      name: input.name,
      ownerId: input.ownerId,
      repo: input.repo,
      branch: input.branch,
      ...given({ rootDir: input.rootDir }),
      autoDeploy: "no",
      envVars: input.variables.map(({ key, value }) => ({ key, value })),
      serviceDetails: {
        runtime: "node",
        plan: input.plan,
        ...given({
          region: input.region ?? "",
          healthCheckPath: input.healthCheckPath,
          preDeployCommand: input.preDeployCommand,
        }),
        envSpecificDetails: { buildCommand: input.buildCommand, startCommand: input.startCommand },
      },
    },
    answer: CreatedServiceAnswer,
    signal,
  });
  return { service: data.service, deployId: data.deployId };
}

/** What is empty is left out, so that Render's own choice counts. */
function given<K extends string>(fields: Record<K, string>): Partial<Record<K, string>> {
  const kept = Object.entries(fields).filter(([, value]) => value !== "");
  return Object.fromEntries(kept) as Partial<Record<K, string>>;
}

/** A workspace's service by its name; undefined when there is none. */
export async function findService(
  access: ApiAccess,
  { name, ownerId }: { name: string; ownerId: string },
  signal: AbortSignal,
): Promise<Service | undefined> {
  const services = await listAll(access, {
    path: "/services",
    query: { name, ownerId, includePreviews: true },
    wrap: "service",
    item: ServiceAnswer,
    signal,
  });
  return services.find((service) => service.name === name);
}

/** A service by its id; undefined once it was deleted. */
export async function readService(access: ApiAccess, id: string, signal: AbortSignal): Promise<Service | undefined> {
  try {
    const { data } = await callRender(access, { method: "GET", path: pathOf(id), answer: ServiceAnswer, signal });
    return data;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Changes how a service is built; it applies from the next deploy on. */
export async function updateService(
  access: ApiAccess,
  id: string,
  settings: ServiceSettings & { repo: string },
  signal: AbortSignal,
): Promise<Service> {
  const { healthCheckPath, preDeployCommand, buildCommand, startCommand } = settings;
  const { data } = await callRender(access, {
    method: "PATCH",
    path: pathOf(id),
    json: {
      repo: settings.repo,
      branch: settings.branch,
      rootDir: settings.rootDir,
      autoDeploy: "no",
      // An empty one takes away what was set before.
      serviceDetails: { healthCheckPath, preDeployCommand, envSpecificDetails: { buildCommand, startCommand } },
    },
    answer: ServiceAnswer,
    isRepeatable: true,
    signal,
  });
  return data;
}

/** Succeeds when the service is gone already. */
export async function deleteService(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  try {
    await callRender(access, { method: "DELETE", path: pathOf(id), answer: NoAnswer, isRepeatable: true, signal });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Stops the service and its cost; it keeps its address and settings. */
export async function suspendService(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  await act(access, id, "suspend", signal);
}

/** Starts a suspended service again, which deploys what it ran last. */
export async function resumeService(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  await act(access, id, "resume", signal);
}

/** Starts a service's instances anew without a deploy. */
export async function restartService(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  await act(access, id, "restart", signal);
}

async function act(access: ApiAccess, id: string, verb: string, signal: AbortSignal): Promise<void> {
  const path = `${pathOf(id)}/${verb}`;
  await callRender(access, { method: "POST", path, answer: NoAnswer, isRepeatable: true, signal });
}

export function pathOf(serviceId: string): string {
  return `/services/${encodeURIComponent(serviceId)}`;
}

/** What is asked for does not exist, or not any more. */
export function isGone(error: unknown): boolean {
  return PlatformError.is(error) && (error.kind === "NOT_FOUND" || error.status === 410);
}
