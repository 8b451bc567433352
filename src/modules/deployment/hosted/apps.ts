import { and, asc, eq, isNotNull, ne } from "drizzle-orm";
import { listConnections } from "@/modules/connections";
import { listProjects } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { operationsOf } from "../platforms/open";
import type { Platform } from "../schema";
import { hostedApp } from "../tables";
import { forgetDatabase } from "./database";
import { callPlatform, type HostedRow, readHostedApp } from "./open-app";
import { estimateCost } from "./prices";
import { type HostedAbility, HostedAppRef, type HostedAppState, type HostedAppSummary } from "./shapes";

/** Apps on hosting platforms that ever went live, by name. */
export async function listHostedApps(ctx: Ctx): Promise<HostedAppSummary[]> {
  requirePermission(ctx, "deployment:read");
  const rows = await ctx.db
    .select()
    .from(hostedApp)
    .where(
      and(eq(hostedApp.orgId, ctx.orgId), ne(hostedApp.state, "deleted"), isNotNull(hostedApp.currentDeploymentId)),
    )
    .orderBy(asc(hostedApp.name));
  return describeRows(ctx, rows);
}

/** An app by its id. Throws NOT_FOUND. */
export async function getHostedApp(ctx: Ctx, input: HostedAppRef): Promise<HostedAppSummary> {
  requirePermission(ctx, "deployment:read");
  const [summary] = await describeRows(ctx, [await readHostedApp(ctx, HostedAppRef.parse(input).id)]);
  if (!summary) throw new Error("One row has one description.");
  return summary;
}

/** Takes an app off the net and stops what it costs where the platform does; its settings and data stay. */
export function pauseHostedApp(ctx: Ctx, input: HostedAppRef): Promise<HostedAppSummary> {
  return change(ctx, input, { state: "paused", action: "hosted-app.paused" }, (operations, call) =>
    operations.pause?.(call),
  );
}

/** Brings a paused app back. */
export function resumeHostedApp(ctx: Ctx, input: HostedAppRef): Promise<HostedAppSummary> {
  return change(ctx, input, { state: "active", action: "hosted-app.resumed" }, (operations, call) =>
    operations.resume?.(call),
  );
}

/** Removes an app from its platform with all Berth made for it there; its deployments stay as history. */
export async function deleteHostedApp(ctx: Ctx, input: HostedAppRef): Promise<void> {
  requirePermission(ctx, "deployment:write");
  const row = await readHostedApp(ctx, HostedAppRef.parse(input).id);
  await callPlatform(ctx, row, (operations, call) => operations.remove?.(call));
  await forgetDatabase(ctx, row);
  await store(ctx, row, "deleted", "hosted-app.deleted");
}

interface Change {
  state: HostedAppState;
  action: string;
}

async function change(
  ctx: Ctx,
  input: HostedAppRef,
  { state, action }: Change,
  work: Parameters<typeof callPlatform<void>>[2],
): Promise<HostedAppSummary> {
  requirePermission(ctx, "deployment:write");
  const row = await readHostedApp(ctx, HostedAppRef.parse(input).id);
  await callPlatform(ctx, row, work);
  await store(ctx, row, state, action);
  return getHostedApp(ctx, { id: row.id });
}

async function store(ctx: Ctx, row: HostedRow, state: HostedAppState, action: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.db.update(hostedApp).set({ state }).where(eq(hostedApp.id, row.id));
    const details = { platform: row.platform, name: row.name, projectId: row.projectId };
    await recordAudit(tx, { action, targetKind: "hosted-app", targetId: row.id, details });
  });
}

async function describeRows(ctx: Ctx, rows: readonly HostedRow[]): Promise<HostedAppSummary[]> {
  const projects = new Map((await listProjects(ctx)).map(({ id, name }) => [id, name]));
  const connections = ctx.permissions.has("connection:read") ? await listConnections(ctx) : [];
  return rows.map((row) => {
    const platform = row.platform as Platform;
    return {
      id: row.id,
      name: row.name,
      platform,
      projectId: row.projectId,
      projectName: projects.get(row.projectId) ?? "",
      state: row.state as HostedAppState,
      url: row.url ?? undefined,
      deploymentId: row.currentDeploymentId ?? undefined,
      connectionId: row.connectionId ?? undefined,
      emulated: connections.some(({ id, emulated }) => id === row.connectionId && emulated),
      createdAt: row.createdAt.toISOString(),
      can: row.connectionId ? abilitiesOf(platform) : [],
      cost: estimateCost(platform, { instances: 1, hasDatabase: "database" in row.ids }),
      hasDatabase: "database" in row.ids,
    };
  });
}

function abilitiesOf(platform: Platform): HostedAbility[] {
  const { pause, remove, domains, scale, usage, approve } = operationsOf(platform);
  const has = { pause, remove, domains, scale, autoscale: scale?.canAutoscale, usage, approve };
  return (Object.keys(has) as HostedAbility[]).filter((ability) => has[ability]);
}
