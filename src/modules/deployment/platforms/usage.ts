import { and, asc, eq, inArray, isNotNull, ne } from "drizzle-orm";
import { type Ctx, requirePermission } from "@/server/context";
import { run } from "@/server/tables";
import type { ConnectionUsage } from "../schema";
import { deployment, hostedApp } from "../tables";

/** What depends on each connection: the apps it deployed, and the deployments that still need its token. */
export async function listConnectionUsage(ctx: Ctx): Promise<ConnectionUsage[]> {
  requirePermission(ctx, "deployment:read");
  const apps = await ctx.db
    .select({ connectionId: hostedApp.connectionId, name: hostedApp.name, projectId: hostedApp.projectId })
    .from(hostedApp)
    .where(and(eq(hostedApp.orgId, ctx.orgId), isNotNull(hostedApp.connectionId), ne(hostedApp.state, "deleted")))
    .orderBy(asc(hostedApp.name));
  const unfinished = await ctx.db
    .select({ connectionId: deployment.connectionId, id: deployment.id, name: deployment.name })
    .from(deployment)
    .innerJoin(run, eq(run.id, deployment.id))
    .where(
      and(
        eq(deployment.orgId, ctx.orgId),
        isNotNull(deployment.connectionId),
        inArray(run.status, ["queued", "running", "cancelling"]),
      ),
    )
    .orderBy(asc(deployment.id));
  const usages = new Map<string, ConnectionUsage>();
  const usageOf = (connectionId: string | null) => {
    const id = connectionId ?? "";
    const known = usages.get(id) ?? { connectionId: id, apps: [], deployments: [] };
    usages.set(id, known);
    return known;
  };
  for (const { connectionId, name, projectId } of apps) usageOf(connectionId).apps.push({ name, projectId });
  for (const { connectionId, id, name } of unfinished) usageOf(connectionId).deployments.push({ id, name });
  return [...usages.values()];
}
