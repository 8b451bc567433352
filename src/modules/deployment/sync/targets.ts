import { and, eq, ne } from "drizzle-orm";
import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { statusOf } from "../apps";
import { currentUrl } from "../local/machine";
import type { Platform } from "../schema";
import { app, deployment, hostedApp } from "../tables";
import { readRecord } from "./record";
import { SyncScope, type SyncTarget } from "./schema";

type DeploymentRow = typeof deployment.$inferSelect;

/** An app with the deployment that serves. */
export type FoundTarget =
  | { kind: "local"; row: typeof app.$inferSelect; current: DeploymentRow }
  | { kind: "hosted"; row: typeof hostedApp.$inferSelect; current: DeploymentRow };
export type HostedTarget = Extract<FoundTarget, { kind: "hosted" }>;

/** The apps that run with the values of an environment: those of this machine first, then by platform and name. */
export async function listSyncTargets(ctx: Ctx, input: z.input<typeof SyncScope>): Promise<SyncTarget[]> {
  requirePermission(ctx, "environment:read");
  requirePermission(ctx, "deployment:read");
  const { projectId, environment } = SyncScope.parse(input);
  await getProject(ctx, { id: projectId });
  const within = and(eq(deployment.projectId, projectId), eq(deployment.environment, environment));
  const local = await selectLocal(ctx)
    .where(and(ofOrg(ctx, app), within))
    .orderBy(app.name);
  const hosted = await selectHosted(ctx)
    .where(and(ofOrg(ctx, hostedApp), within))
    .orderBy(hostedApp.platform, hostedApp.name);
  const found: FoundTarget[] = [
    ...local.map((each) => ({ kind: "local" as const, ...each })),
    ...hosted.map((each) => ({ kind: "hosted" as const, ...each })),
  ];
  return Promise.all(found.map((each) => describeTarget(ctx, each)));
}

/** An app that runs with an environment, by its id. Throws NOT_FOUND. */
export async function findTarget(ctx: Ctx, id: string): Promise<FoundTarget> {
  const [hosted] = await selectHosted(ctx).where(and(ofOrg(ctx, hostedApp), eq(hostedApp.id, id)));
  if (hosted) return { kind: "hosted", ...hosted };
  const [local] = await selectLocal(ctx).where(and(ofOrg(ctx, app), eq(app.id, id)));
  if (local) return { kind: "local", ...local };
  throw new AppError(
    "NOT_FOUND",
    "There is no such app any more, or nothing of it was deployed. Deploy it, then try again.",
  );
}

export async function describeTarget(ctx: Ctx, { kind, row, current }: FoundTarget): Promise<SyncTarget> {
  const record = kind === "hosted" ? await readRecord(ctx, row.id) : undefined;
  const url = kind === "local" ? currentUrl(row.hostId, current.url ?? "") : row.url;
  const at = kind === "local" ? current.createdAt : record?.at;
  return {
    id: row.id,
    platform: current.platform as Platform,
    name: row.name,
    ...(url ? { url } : {}),
    deploymentId: current.id,
    emulated: current.isEmulated,
    isRunning: kind === "local" ? statusOf(row) === "running" : row.state === "active",
    syncedAt: at?.toISOString() ?? null,
  };
}

function selectLocal(ctx: Ctx) {
  return ctx.db
    .select({ row: app, current: deployment })
    .from(app)
    .innerJoin(deployment, eq(deployment.id, app.currentDeploymentId))
    .$dynamic();
}

function selectHosted(ctx: Ctx) {
  return ctx.db
    .select({ row: hostedApp, current: deployment })
    .from(hostedApp)
    .innerJoin(deployment, eq(deployment.id, hostedApp.currentDeploymentId))
    .$dynamic();
}

function ofOrg({ orgId }: Ctx, table: typeof app | typeof hostedApp) {
  const isThere = table === app ? ne(app.desired, "deleted") : ne(hostedApp.state, "deleted");
  return and(eq(table.orgId, orgId), isThere);
}
