import { and, eq, inArray, isNotNull, ne } from "drizzle-orm";
import type { z } from "zod";
import { takeSnapshot } from "@/modules/environment";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { run } from "@/server/tables";
import { statusOf } from "../apps";
import { platformNames } from "../failures/actions";
import { readDeployment } from "../lifecycle/again";
import { createDeployment } from "../lifecycle/create";
import type { Platform } from "../schema";
import { app, deployment, hostedApp } from "../tables";
import { findChanged, redeployCommand, tellBuiltIn } from "./built-in";
import { ReloadApps, type ReloadedApp } from "./schema";

type AppRow = typeof app.$inferSelect;
type DeploymentRow = typeof deployment.$inferSelect;
type Scope = z.infer<typeof ReloadApps>;

/**
 * Gives the running apps of an environment its current values by a rolling restart, as a deployment of its own; says of
 * the others what they need. Throws PRECONDITION with the reason when none of the local apps that were asked for runs.
 */
export async function reloadApps(ctx: Ctx, input: z.input<typeof ReloadApps>): Promise<{ apps: ReloadedApp[] }> {
  requirePermission(ctx, "deployment:write");
  const scope = ReloadApps.parse(input);
  const project = await getProject(ctx, { id: scope.projectId });
  const [local, hosted, first] = [
    await selectLocal(ctx, scope),
    await selectHosted(ctx, scope),
    await selectFirst(ctx, scope),
  ];
  if (local.length + hosted.length + first.length === 0) throw nothingThere(scope, project.name);
  const { snapshotId } = await takeSnapshot(ctx, { projectId: scope.projectId, environment: scope.environment });
  const apps: ReloadedApp[] = [];
  for (const { row, current } of local) apps.push(await reloadLocal(ctx, row, current, snapshotId));
  for (const { id, name } of first) apps.push(notRunning(name, "local", beingDeployed(name, id)));
  const here = [...apps];
  for (const { row, current } of hosted) apps.push(await tellHosted(ctx, row, current, snapshotId));
  const asked = here.length > 0 ? here : apps;
  if (asked.every(({ outcome }) => outcome === "not-running")) throw noneRuns(apps);
  return { apps };
}

async function reloadLocal(ctx: Ctx, row: AppRow, current: DeploymentRow, snapshotId: string): Promise<ReloadedApp> {
  const { name } = row;
  const reason = whyNotRunning(row, current.id);
  if (reason !== undefined) return notRunning(name, "local", reason);
  const compared = await compare(ctx, current, snapshotId);
  if ("message" in compared) return needsRedeploy(name, "local", { ...compared, changed: [] });
  const { changed, builtIn } = compared;
  const known = { app: name, platform: "local" as const, changed };
  if (builtIn.length > 0) {
    const message = `${tellBuiltIn(builtIn)} Deploy again with the values of now: ${redeployCommand(current.id)}`;
    return { ...known, outcome: "needs-redeploy", message };
  }
  if (changed.length === 0) {
    const open = await findOpen(ctx, row);
    if (!open) return { ...known, outcome: "unchanged", message: `${name} runs with these values already.` };
    return notRunning(name, "local", beingDeployed(name, open.id));
  }
  const started = await startReload(ctx, { row, current, snapshotId, changed });
  if ("refused" in started) return notRunning(name, "local", started.refused);
  const message = `${name} starts again with ${count(changed)}. Follow it: berth logs ${started.id} --follow`;
  return { ...known, outcome: "started", deploymentId: started.id, message };
}

interface Reload {
  row: AppRow;
  current: DeploymentRow;
  snapshotId: string;
  changed: string[];
}

/** Queues the deployment, unless the app is being deployed; asked twice for the same values there is one. */
async function startReload(ctx: Ctx, reload: Reload): Promise<{ id: string } | { refused: string }> {
  const { row, current, snapshotId, changed } = reload;
  const { spec } = await readDeployment(ctx, current.id);
  try {
    const id = await createDeployment(ctx, {
      spec: {
        ...spec,
        filesOf: current.id,
        releaseOf: current.id,
        cause: "reload",
        // Nothing is sent anywhere, so nothing is scanned.
        allowedSecrets: [],
      },
      config: current.config,
      isEmulated: false,
      snapshotId,
      predecessorId: current.id,
      hostId: row.hostId,
      alongside: async (tx, id) => {
        await tx.db.select({ id: app.id }).from(app).where(eq(app.id, row.id)).for("update");
        const open = await findOpen(tx, row);
        if (open) throw new AlreadyOpen(open);
        const details = { name: row.name, deploymentId: id, changed, from: current.snapshotId, to: snapshotId };
        await recordAudit(tx, { action: "app.reloaded", targetKind: "app", targetId: row.id, details });
      },
    });
    return { id };
  } catch (error) {
    if (!(error instanceof AlreadyOpen)) throw error;
    const { id, cause, snapshotId: taken } = error.open;
    if (cause === "reload" && taken === snapshotId) return { id };
    return { refused: beingDeployed(row.name, id) };
  }
}

class AlreadyOpen extends Error {
  constructor(readonly open: DeploymentRow) {
    super("The app is being deployed.");
  }
}

async function findOpen(ctx: Ctx, { projectId, name }: AppRow): Promise<DeploymentRow | undefined> {
  const [open] = await selectOpen(ctx).where(
    and(eq(deployment.projectId, projectId), eq(deployment.name, name), isOpenHere),
  );
  return open?.deployment;
}

const isOpenHere = and(eq(deployment.platform, "local"), inArray(run.status, ["queued", "running", "cancelling"]));

function selectOpen(ctx: Ctx) {
  return ctx.db.select({ deployment }).from(deployment).innerJoin(run, eq(run.id, deployment.id)).$dynamic();
}

function selectLocal(ctx: Ctx, { projectId, environment, app: name }: Scope) {
  return ctx.db
    .select({ row: app, current: deployment })
    .from(app)
    .innerJoin(deployment, eq(deployment.id, app.currentDeploymentId))
    .where(
      and(
        eq(app.orgId, ctx.orgId),
        eq(app.projectId, projectId),
        eq(deployment.environment, environment),
        ne(app.desired, "deleted"),
        name === undefined ? undefined : eq(app.name, name),
      ),
    )
    .orderBy(app.name);
}

function selectHosted(ctx: Ctx, { projectId, environment, app: name }: Scope) {
  return ctx.db
    .select({ row: hostedApp, current: deployment })
    .from(hostedApp)
    .innerJoin(deployment, eq(deployment.id, hostedApp.currentDeploymentId))
    .where(
      and(
        eq(hostedApp.orgId, ctx.orgId),
        eq(hostedApp.projectId, projectId),
        eq(deployment.environment, environment),
        ne(hostedApp.state, "deleted"),
        name === undefined ? undefined : eq(hostedApp.name, name),
      ),
    )
    .orderBy(hostedApp.platform, hostedApp.name);
}

/** First deployments that are under way: there is nothing yet that could be restarted. */
async function selectFirst(ctx: Ctx, { projectId, environment, app: name }: Scope): Promise<DeploymentRow[]> {
  const live = ctx.db.select({ name: app.name }).from(app).where(isNotNull(app.currentDeploymentId));
  const rows = await selectOpen(ctx).where(
    and(
      eq(deployment.orgId, ctx.orgId),
      eq(deployment.projectId, projectId),
      eq(deployment.environment, environment),
      isOpenHere,
      name === undefined ? undefined : eq(deployment.name, name),
    ),
  );
  const names = new Set((await live).map((row) => row.name));
  return rows.map((row) => row.deployment).filter((row) => !names.has(row.name));
}

async function compare(ctx: Ctx, current: DeploymentRow, snapshotId: string) {
  try {
    return await findChanged(ctx, current, snapshotId);
  } catch (error) {
    if (!AppError.is(error) || error.code !== "NOT_FOUND") throw error;
    const why = "The values it runs with were deleted with their configuration, so what changed is not known.";
    return { message: `${why} Deploy again with the values of now: ${redeployCommand(current.id)}` };
  }
}

const placeRules: Readonly<Record<Exclude<Platform, "local">, string>> = {
  vercel: "Vercel fixes the values of a deployment when it is made",
  railway: "Railway gives new values to an app with its next deployment",
  render: "Render gives new values to an app with its next deploy",
};

async function tellHosted(
  ctx: Ctx,
  row: typeof hostedApp.$inferSelect,
  current: DeploymentRow,
  snapshotId: string,
): Promise<ReloadedApp> {
  const platform = row.platform as Exclude<Platform, "local">;
  if (row.state === "paused") {
    const reason = `${row.name} is paused on ${platformNames[platform]}, so nothing of it runs. Resume it on its page, then deploy again: ${redeployCommand(current.id)}`;
    return notRunning(row.name, platform, reason);
  }
  const compared = await compare(ctx, current, snapshotId);
  if ("message" in compared) return needsRedeploy(row.name, platform, { ...compared, changed: [] });
  const { changed } = compared;
  if (changed.length === 0) {
    const message = `${row.name} runs with these values already.`;
    return { app: row.name, platform, outcome: "unchanged", changed, message };
  }
  const message = `${placeRules[platform]}, so ${count(changed)} of ${row.name} need a new one: ${redeployCommand(current.id)}`;
  return needsRedeploy(row.name, platform, { changed, message });
}

function needsRedeploy(name: string, platform: Platform, more: Pick<ReloadedApp, "changed" | "message">): ReloadedApp {
  return { app: name, platform, outcome: "needs-redeploy", ...more };
}

function notRunning(name: string, platform: Platform, message: string): ReloadedApp {
  return { app: name, platform, outcome: "not-running", changed: [], message };
}

function whyNotRunning(row: AppRow, currentId: string): string | undefined {
  const { name } = row;
  const status = statusOf(row);
  if (status === "running") return undefined;
  if (status === "stopped")
    return `${name} is stopped, so there is nothing to reload. Start it, then reload it: berth start ${name}`;
  if (status === "starting") return `${name} is just starting. Wait until it runs, then reload it: berth apps`;
  return `${name} crashed and does not run. To start it with the values of now: ${redeployCommand(currentId)}. To start it as it was: berth start ${name}`;
}

function beingDeployed(name: string, id: string): string {
  return `${name} is being deployed. Wait for that, then reload it if values changed meanwhile: berth status ${id}`;
}

function count(changed: readonly string[]): string {
  return changed.length === 1 ? `the new value of ${changed[0]}` : `${changed.length} new values`;
}

function noneRuns(apps: readonly ReloadedApp[]): AppError {
  const message = apps
    .filter(({ outcome }) => outcome !== "unchanged")
    .map((each) => each.message)
    .join(" ");
  return new AppError("PRECONDITION", message, { details: { apps } });
}

function nothingThere({ environment, app: name }: Scope, project: string): AppError {
  const what = name === undefined ? `No app of ${project} runs` : `${project} has no app called ${name} that runs`;
  const command = `berth deploy --project ${project} --environment ${environment} --platform local`;
  return new AppError("PRECONDITION", `${what} with the environment ${environment}. Deploy it first: ${command}`);
}
