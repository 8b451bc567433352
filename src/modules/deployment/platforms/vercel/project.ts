import { type OpenConnection, PlatformError, vercel } from "@/modules/connections";
import type { HostedApp } from "../hosted";
import type { ActiveDeployment } from "../platform";
import { markKey } from "./variables";

/** The project of the app: the one known, the one an earlier try made, or a new one. Throws NAME_TAKEN for anybody else's. */
export async function ensureProject(
  access: OpenConnection,
  { active, app, framework }: { active: ActiveDeployment; app: HostedApp; framework: string | undefined },
  signal: AbortSignal,
): Promise<vercel.Project> {
  const settings = settingsOf(active, framework);
  const own = await findOwn(access, app, signal);
  if (own) {
    await vercel.updateProject(access, own.id, settings, signal);
    return own;
  }
  const project = { name: app.name, marks: { [markKey]: app.id }, ...settings };
  return vercel.createProject(access, project, signal);
}

/** By the stored id, else by name: then only with the mark of this app, which an earlier try put there. */
async function findOwn(
  access: OpenConnection,
  app: HostedApp,
  signal: AbortSignal,
): Promise<vercel.Project | undefined> {
  const known = app.ids.project ? await vercel.findProject(access, app.ids.project, signal) : undefined;
  if (known) return known;
  const namesake = await vercel.findProject(access, app.name, signal);
  if (!namesake) return undefined;
  const variables = await vercel.listVariables(access, namesake.id, signal);
  if (variables.some(({ key, value }) => key === markKey && value === app.id)) return namesake;
  throw nameTaken(app.name);
}

export function nameTaken(name: string): PlatformError {
  return new PlatformError({ platform: "vercel", kind: "NAME_TAKEN", message: `Project "${name}" already exists.` });
}

/** What the person overrides; null gives back to Vercel what was overridden before. */
export function settingsOf({ spec }: ActiveDeployment, framework: string | undefined): vercel.ProjectSettings {
  const { rootDirectory, installCommand, buildCommand } = spec.settings;
  return {
    ...(framework === undefined ? {} : { framework }),
    rootDirectory: rootDirectory ?? null,
    installCommand: installCommand ?? null,
    buildCommand: buildCommand ?? null,
  };
}

/** Where visitors reach the project: the address Vercel gave it when it was made. */
export async function readAddress(
  access: OpenConnection,
  project: Pick<vercel.Project, "id" | "name">,
  signal: AbortSignal,
): Promise<string> {
  const domains = await vercel.listDomains(access, project.id, signal);
  return addressOf(access, givenDomain(domains)?.name ?? `${project.name}.vercel.app`);
}

/** The oldest of the addresses that lead to production themselves. */
export function givenDomain(domains: readonly vercel.Domain[]): vercel.Domain | undefined {
  const leading = domains.filter(({ verified, redirect, gitBranch, customEnvironmentId }) => {
    return verified && !redirect && !gitBranch && !customEnvironmentId;
  });
  return leading.toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))[0];
}

/** Vercel names hosts without a scheme; its apps are reached the way its API is. */
export function addressOf(access: OpenConnection, host: string): string {
  return `${new URL(access.address).protocol}//${host}`;
}
