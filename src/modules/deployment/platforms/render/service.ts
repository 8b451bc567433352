import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { type OpenConnection, PlatformError, render } from "@/modules/connections";
import { runStep } from "@/server/tables";
import { deployment, hostedApp } from "../../tables";
import type { ActiveDeployment } from "../platform";
import type { Commands } from "./commands";
import type { CodePlace } from "./repository";
import { markerVariable } from "./variables";

/** Services of Render are made by this name; a preview has one of its own. */
export function serviceName({ spec }: ActiveDeployment): string {
  return spec.target === "preview" ? `${spec.name}-preview` : spec.name;
}

/** Under which name a service's id is kept on the app. */
export function serviceKey({ spec }: ActiveDeployment): "service" | "previewService" {
  return spec.target === "preview" ? "previewService" : "service";
}

/** What is known of the app on Render by now. */
export async function readIds(active: ActiveDeployment, appId: string): Promise<Record<string, string>> {
  const [row] = await active.run.ctx.db.select({ ids: hostedApp.ids }).from(hostedApp).where(eq(hostedApp.id, appId));
  return row?.ids ?? {};
}

/** The workspace that everything is made in. */
export function ownerOf(access: OpenConnection): string {
  const id = access.teamId ?? access.account.team?.id;
  if (id !== undefined && id !== null) return id;
  throw new PlatformError({
    platform: "render",
    kind: "AUTH_SCOPE",
    message: "The account was connected without a workspace. Connect it again and choose one.",
  });
}

/** The app's service: by its id, else by name and marker. Undefined when there is none; a stranger's is NAME_TAKEN. */
export async function findOwnService(
  access: OpenConnection,
  { id, name, appId }: { id: string | undefined; name: string; appId: string },
  signal: AbortSignal,
): Promise<render.Service | undefined> {
  // Empty where none was made yet, or it was deleted.
  const known = id ? await render.readService(access, id, signal) : undefined;
  if (known) return known;
  const named = await render.findService(access, { name, ownerId: ownerOf(access) }, signal);
  if (!named) return undefined;
  const variables = await render.listVariables(access, named.id, signal);
  if (variables.some(({ key, value }) => key === markerVariable && value === appId)) return named;
  throw nameTaken(name);
}

export function nameTaken(name: string): PlatformError {
  return new PlatformError({
    platform: "render",
    kind: "NAME_TAKEN",
    message: `A service named ${name} is in the workspace already.`,
  });
}

/** Brings the way the service is built up to what the project says; it applies from the next deploy on. */
export async function updateCommands(
  access: OpenConnection,
  service: render.Service,
  wanted: Commands & Pick<CodePlace, "branch" | "url">,
  signal: AbortSignal,
): Promise<void> {
  const { url: repo, ...settings } = wanted;
  const { envSpecificDetails, healthCheckPath = "" } = service.serviceDetails;
  const isSame =
    service.repo === repo &&
    service.branch === wanted.branch &&
    service.autoDeploy === "no" &&
    (service.rootDir ?? "") === wanted.rootDir &&
    healthCheckPath === wanted.healthCheckPath &&
    envSpecificDetails?.buildCommand === wanted.buildCommand &&
    envSpecificDetails.startCommand === wanted.startCommand &&
    (envSpecificDetails.preDeployCommand ?? "") === wanted.preDeployCommand;
  if (!isSame) await render.updateService(access, service.id, { ...settings, repo }, signal);
}

const Names = z.object({ names: z.array(z.string()) });

/** Names of the variables that deployments of the app have set there, by what each noted before it did. */
export async function readSetNames(active: ActiveDeployment, appId: string): Promise<Set<string>> {
  const rows = await active.run.ctx.db
    .select({ intent: runStep.intent })
    .from(runStep)
    .innerJoin(deployment, eq(deployment.id, runStep.runId))
    .where(
      and(
        eq(deployment.hostedAppId, appId),
        eq(deployment.target, active.spec.target),
        eq(runStep.name, "configure-environment"),
      ),
    );
  return new Set(rows.flatMap(({ intent }) => Names.safeParse(intent).data?.names ?? []));
}
