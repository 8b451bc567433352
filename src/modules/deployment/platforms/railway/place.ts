import { type OpenConnection, PlatformError, railway } from "@/modules/connections";
import type { ActiveStep } from "@/server/runs";
import { type HostedApp, saveApp } from "../hosted";
import type { ActiveDeployment, Target } from "../platform";

/** The app on Railway: a project with an environment for what visitors get, one for previews, and one service. */
const production = "production";
const preview = "preview";

/** The ids of one deployment's place, as the target of a deployment carries them. */
export function placeOf({ ids }: Pick<Target, "ids">): railway.ServicePlace {
  const { project, environment, service } = ids ?? {};
  if (!project || !environment || !service) {
    const message = "The app has no place on Railway yet. Deploy it once, then try again.";
    throw new PlatformError({ platform: "railway", kind: "NOT_FOUND", message });
  }
  return { projectId: project, environmentId: environment, serviceId: service };
}

/** Finds or makes project, environment, service and address, and stores each id as soon as it is known. */
export async function ensurePlace(
  access: OpenConnection,
  active: ActiveDeployment,
  app: HostedApp,
  step: ActiveStep,
): Promise<Target> {
  const { signal } = step;
  const isPreview = active.spec.target === "preview";
  const given = railway.placeOfToken(access);
  const project = given
    ? await readGiven(access, given.project, isPreview, signal)
    : await settled(() => ensureProject(access, app, signal));
  // What was stored of a project that is gone belongs to nothing any more.
  const known = app.ids.project === project.id ? app.ids : {};
  await saveApp(active, app.id, { ids: { project: project.id, ...(given ? { given: "project" } : {}) } });

  const environmentId =
    given?.environment ?? (await settled(() => ensureEnvironment(access, project.id, { isPreview, known }, signal)));
  const serviceId = given
    ? await settled(() => ensureServiceInGiven(access, { app, project, environmentId, known }, step))
    : await settled(() => ensureService(access, { app, projectId: project.id, environmentId, known }, signal));
  const ids = { project: project.id, environment: environmentId, service: serviceId };
  await saveApp(active, app.id, {
    ids: isPreview ? { service: serviceId, previewEnvironment: environmentId } : ids,
  });

  const domain = await settled(() => railway.ensureServiceDomain(access, placeOf({ ids }), signal));
  // Railway names hosts without a scheme; its apps are reached the way its API is.
  const address = `${new URL(access.address).protocol}//${domain}`;
  if (!isPreview) await saveApp(active, app.id, { url: address });
  return { appId: app.id, name: app.name, address, ids };
}

/** `work` looks before it changes anything, so after a change whose answer was lost it is simply done again. */
export async function settled<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (PlatformError.is(error) && error.kind === "UNCERTAIN") return work();
    throw error;
  }
}

/** What tells a project of ours from one of the same name: names need not be unique on Railway. */
function markOf(app: HostedApp): string {
  return `Made by Berth (${app.id})`;
}

async function ensureProject(
  access: OpenConnection,
  app: HostedApp,
  signal: AbortSignal,
): Promise<{ id: string; name: string }> {
  const known = app.ids.project ? await railway.findProject(access, app.ids.project, signal) : undefined;
  if (known) return known;
  const description = markOf(app);
  const namesakes = await railway.findProjects(access, app.name, signal);
  const own = namesakes.find((project) => project.description === description);
  if (own) return own;
  if (namesakes.length > 0) throw nameTaken(`A project named "${app.name}" already exists in this workspace`);
  const { id } = await railway.createProject(access, { name: app.name, description }, signal);
  return { id, name: app.name };
}

async function readGiven(access: OpenConnection, id: string, isPreview: boolean, signal: AbortSignal) {
  const project = await railway.findProject(access, id, signal);
  if (project && !isPreview) return project;
  const message = isPreview
    ? "A project token reaches one environment only. Previews need an account or workspace token."
    : "The project of this token is not there any more.";
  throw new PlatformError({ platform: "railway", kind: "AUTH_SCOPE", message });
}

async function ensureEnvironment(
  access: OpenConnection,
  projectId: string,
  { isPreview, known }: { isPreview: boolean; known: Record<string, string> },
  signal: AbortSignal,
): Promise<string> {
  const { environments, services } = await readProject(access, projectId, signal);
  const stored = isPreview ? known.previewEnvironment : known.environment;
  const name = isPreview ? preview : production;
  const found = environments.find(({ id }) => id === stored) ?? environments.find((each) => each.name === name);
  if (found) return found.id;
  const source = services.length > 0 ? environments.find((each) => each.name === production)?.id : undefined;
  const made = { projectId, name, ...(source === undefined ? {} : { sourceId: source }) };
  return (await railway.createEnvironment(access, made, signal)).id;
}

interface ServiceWanted {
  app: HostedApp;
  environmentId: string;
  known: Record<string, string>;
}

/** In a project that Berth made, a service of the app's name can only be the app's. */
async function ensureService(
  access: OpenConnection,
  { app, projectId, environmentId, known }: ServiceWanted & { projectId: string },
  signal: AbortSignal,
): Promise<string> {
  const { services } = await readProject(access, projectId, signal);
  const found = services.find(({ id }) => id === known.service) ?? services.find(({ name }) => name === app.name);
  if (found) return found.id;
  return (await railway.createService(access, { projectId, environmentId, name: app.name }, signal)).id;
}

/** In a project that was there before, only a service that Berth is known to have made, or had begun to make. */
async function ensureServiceInGiven(
  access: OpenConnection,
  { app, project, environmentId, known }: ServiceWanted & { project: { id: string } },
  step: ActiveStep,
): Promise<string> {
  const { services } = await readProject(access, project.id, step.signal);
  const namesake = services.find(({ name }) => name === app.name);
  const found = services.find(({ id }) => id === known.service) ?? (step.intent === app.name ? namesake : undefined);
  if (found) return found.id;
  if (namesake) throw nameTaken(`A service named "${app.name}" already exists in this project`);
  await step.saveIntent(app.name);
  const wanted = { projectId: project.id, environmentId, name: app.name };
  return (await railway.createService(access, wanted, step.signal)).id;
}

async function readProject(access: OpenConnection, id: string, signal: AbortSignal): Promise<railway.RailwayProject> {
  const project = await railway.findProject(access, id, signal);
  if (project) return project;
  throw new PlatformError({ platform: "railway", kind: "NOT_READY", message: "Railway does not see the project yet." });
}

export function nameTaken(message: string): PlatformError {
  return new PlatformError({ platform: "railway", kind: "NAME_TAKEN", message });
}
