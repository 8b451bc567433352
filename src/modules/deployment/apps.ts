import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { and, asc, desc, eq, inArray, isNotNull, ne } from "drizzle-orm";
import { getProject, listProjects } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import type { Kernel } from "@/server/kernel";
import { run } from "@/server/tables";
import { appFolders } from "./local/folders";
import { openLocalHost } from "./local/host";
import { currentUrl, machine } from "./local/machine";
import { crashLimit } from "./local/supervisor";
import { AppRef, type AppStatus, type AppSummary } from "./schema";
import { app, deployment } from "./tables";

type AppRow = typeof app.$inferSelect;

const settleMs = 15_000;

/** Apps that ever went live, by name. */
export async function listApps(ctx: Ctx): Promise<AppSummary[]> {
  requirePermission(ctx, "deployment:read");
  const rows = await selectApps(ctx)
    .where(and(eq(app.orgId, ctx.orgId), isNotNull(app.currentDeploymentId), ne(app.desired, "deleted")))
    .orderBy(asc(app.name));
  const names = new Map((await listProjects(ctx)).map((each) => [each.id, each.name]));
  return rows.map((row) => toSummary(row, names.get(row.app.projectId) ?? ""));
}

/** An app by its name. Throws NOT_FOUND. */
export async function getApp(ctx: Ctx, input: AppRef): Promise<AppSummary> {
  requirePermission(ctx, "deployment:read");
  const { name } = AppRef.parse(input);
  const [row] = await selectApps(ctx).where(ownApp(ctx, name));
  if (!row?.app.currentDeploymentId) throw noSuchApp(name);
  return toSummary(row, (await getProject(ctx, { id: row.app.projectId })).name);
}

/** Stops an app; its data, its address and its releases stay. Answers once it is down. */
export async function stopApp(ctx: Ctx, input: AppRef): Promise<AppSummary> {
  requirePermission(ctx, "deployment:write");
  const row = await wish(ctx, AppRef.parse(input).name, "stopped");
  await waitFor(ctx, row, ({ pid }) => pid === null);
  return getApp(ctx, { name: row.name });
}

/** Starts an app that was stopped or that crashed. Answers once it runs, or says why it does not. */
export async function startApp(ctx: Ctx, input: AppRef): Promise<AppSummary> {
  requirePermission(ctx, "deployment:write");
  const row = await wish(ctx, AppRef.parse(input).name, "running");
  const after = await waitFor(ctx, row, ({ pid, restarts }) => pid !== null || restarts > 0);
  if (after?.pid !== null) return getApp(ctx, { name: row.name });
  throw new AppError(
    "PRECONDITION",
    `${row.name} did not start. Its log says why: berth logs ${row.currentDeploymentId}`,
  );
}

/** Deletes an app with its data and says what went. Its deployments stay as history. */
export async function deleteApp(ctx: Ctx, input: AppRef): Promise<{ deleted: string[] }> {
  requirePermission(ctx, "deployment:write");
  const { name } = AppRef.parse(input);
  const row = await wish(ctx, name, "deleted");
  const isGone = await waitFor(ctx, row, () => false);
  const { base, data, releases, logs } = appFolders(openLocalHost(machine()).root, name);
  if (isGone)
    throw new AppError("UPSTREAM", `${name} is being deleted, but ${base} is not gone yet. Look again in a minute.`);
  return {
    deleted: [
      `The app ${name} and its address`,
      `Its data, the embedded database included: ${data}`,
      `Its releases: ${releases}`,
      `Its logs: ${logs}`,
    ],
  };
}

/** Part of deleting a project: refuses while it is being deployed, then takes its history and its apps along. */
export async function removeAppsOfProject(tx: Ctx, { id, name }: { id: string; name: string }) {
  const ofProject = eq(deployment.projectId, id);
  const runs = await tx.db
    .select({ id: run.id, status: run.status })
    .from(deployment)
    .innerJoin(run, eq(run.id, deployment.id))
    .where(ofProject);
  const open = runs.find(({ status }) => ["queued", "running", "cancelling"].includes(status));
  if (open) {
    throw new AppError(
      "CONFLICT",
      `${name} is being deployed. Wait for it, or cancel it first: berth cancel ${open.id}`,
    );
  }
  const apps = await tx.db.select({ name: app.name, hostId: app.hostId }).from(app).where(eq(app.projectId, id));
  const ids = runs.map((row) => row.id);
  if (ids.length > 0) await tx.db.delete(run).where(inArray(run.id, ids));
  return async () => {
    for (const gone of apps) await tx.jobs.command(gone.hostId, "remove-app", { name: gone.name });
  };
}

/**
 * Makes the apps of a restored backup this machine's own: the processes their rows name belong to the Berth that made the
 * backup. An app whose files are not here counts as stopped; the others are started again.
 */
export async function takeHomeApps({ db, env, hostId, log }: Kernel): Promise<void> {
  const { root } = openLocalHost({ env, hostId, log });
  await db.update(app).set({ pid: null, pidStartedAt: null, port: null, restarts: 0 });
  const rows = await db
    .selectDistinctOn([app.name])
    .from(app)
    .orderBy(app.name, desc(eq(app.hostId, hostId)), desc(app.createdAt));
  for (const row of rows) {
    const isGone = row.desired === "running" && !hasFiles(root, row);
    await db
      .update(app)
      .set({ hostId, ...(isGone ? { desired: "stopped" } : {}) })
      .where(eq(app.id, row.id));
  }
}

function hasFiles(root: string, { name, currentDeploymentId }: AppRow): boolean {
  return currentDeploymentId !== null && existsSync(appFolders(root, name).release(currentDeploymentId));
}

/** A restore brings the rows of apps, not their files. */
function refuseWithoutFiles(row: AppRow): void {
  const kernel = machine();
  if (row.pid !== null || row.hostId !== kernel.hostId || hasFiles(openLocalHost(kernel).root, row)) return;
  throw new AppError(
    "PRECONDITION",
    `The files of ${row.name} are not on this machine, as after restoring a backup. Deploy it again: berth redeploy ${row.currentDeploymentId}`,
  );
}

async function wish(ctx: Ctx, name: string, desired: "running" | "stopped" | "deleted"): Promise<AppRow> {
  const row = await inTransaction(ctx, async (tx) => {
    const [found] = await tx.db.select().from(app).where(ownApp(tx, name)).for("update");
    if (!found || (desired !== "deleted" && !found.currentDeploymentId)) throw noSuchApp(name);
    if (desired === "deleted") await refuseWhileDeploying(tx, found);
    if (desired === "running") refuseWithoutFiles(found);
    await tx.db.update(app).set({ desired, restarts: 0 }).where(eq(app.id, found.id));
    const action = { running: "app.started", stopped: "app.stopped", deleted: "app.deleted" }[desired];
    await recordAudit(tx, { action, targetKind: "app", targetId: found.id, details: { name } });
    return found;
  });
  await ctx.jobs.command(row.hostId, "apps", {});
  return row;
}

async function refuseWhileDeploying(tx: Ctx, row: AppRow): Promise<void> {
  const [open] = await tx.db
    .select({ id: run.id })
    .from(deployment)
    .innerJoin(run, eq(run.id, deployment.id))
    .where(and(eq(deployment.appId, row.id), inArray(run.status, ["queued", "running", "cancelling"])));
  if (!open) return;
  throw new AppError(
    "CONFLICT",
    `${row.name} is being deployed. Wait for it, or cancel it first: berth cancel ${open.id}`,
  );
}

/** The row once it is as wanted, or undefined when it is gone; after 15 seconds the row as it is. */
async function waitFor(ctx: Ctx, { id }: AppRow, isDone: (row: AppRow) => boolean): Promise<AppRow | undefined> {
  for (const deadline = Date.now() + settleMs; ; ) {
    const [row] = await ctx.db.select().from(app).where(eq(app.id, id));
    if (!row || isDone(row) || Date.now() > deadline) return row;
    await sleep(50, undefined, { signal: ctx.signal });
  }
}

function ownApp(ctx: Ctx, name: string) {
  return and(eq(app.orgId, ctx.orgId), eq(app.name, name), ne(app.desired, "deleted"));
}

function selectApps(ctx: Ctx) {
  return ctx.db
    .select({ app, url: deployment.url, isolation: deployment.isolation })
    .from(app)
    .leftJoin(deployment, eq(deployment.id, app.currentDeploymentId))
    .$dynamic();
}

function toSummary(
  { app: row, ...joined }: Awaited<ReturnType<typeof selectApps>>[number],
  projectName: string,
): AppSummary {
  return {
    id: row.id,
    name: row.name,
    projectId: row.projectId,
    projectName,
    status: statusOf(row),
    url: currentUrl(row.hostId, joined.url ?? ""),
    deploymentId: row.currentDeploymentId ?? undefined,
    isolation: (joined.isolation ?? undefined) as AppSummary["isolation"],
    createdAt: row.createdAt.toISOString(),
  };
}

/** How an app is doing, by what its row says. */
export function statusOf(row: AppRow): AppStatus {
  if (row.desired === "stopped") return "stopped";
  if (row.pid !== null) return "running";
  return row.restarts >= crashLimit ? "crashed" : "starting";
}

function noSuchApp(name: string): AppError {
  return new AppError("NOT_FOUND", `There is no app called ${name}. \`berth apps\` lists yours.`);
}
