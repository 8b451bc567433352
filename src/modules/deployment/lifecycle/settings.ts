import { eq } from "drizzle-orm";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { DeploySettings, ProjectRef, SetDeploySettings } from "../schema";
import { deploySettings } from "../tables";

/** How the deployments of a project differ from what its files say. Throws NOT_FOUND. */
export async function getDeploySettings(ctx: Ctx, input: ProjectRef): Promise<DeploySettings> {
  requirePermission(ctx, "deployment:read");
  const { id } = await getProject(ctx, { id: ProjectRef.parse(input).projectId });
  return readSettings(ctx, id);
}

/** Sets all of them for the deployments to come; what is left out is as the files say. */
export async function setDeploySettings(ctx: Ctx, input: SetDeploySettings): Promise<DeploySettings> {
  requirePermission(ctx, "deployment:write");
  const { projectId, settings } = SetDeploySettings.parse(input);
  await getProject(ctx, { id: projectId });
  const row = {
    rootDirectory: settings.rootDirectory ?? null,
    installCommand: settings.installCommand ?? null,
    buildCommand: settings.buildCommand ?? null,
    startCommand: settings.startCommand ?? null,
    updatedAt: ctx.now(),
  };
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .insert(deploySettings)
      .values({ projectId, ...row })
      .onConflictDoUpdate({ target: deploySettings.projectId, set: row });
    const details = { changed: Object.keys(settings) };
    await recordAudit(tx, { action: "deployment.settings", targetKind: "project", targetId: projectId, details });
  });
  return settings;
}

/** The same for a verb that has checked its own permission. */
export async function readSettings(ctx: Ctx, projectId: string): Promise<DeploySettings> {
  const [row] = await ctx.db.select().from(deploySettings).where(eq(deploySettings.projectId, projectId));
  if (!row) return {};
  const { rootDirectory, installCommand, buildCommand, startCommand } = row;
  const set = Object.entries({ rootDirectory, installCommand, buildCommand, startCommand });
  return DeploySettings.parse(Object.fromEntries(set.filter(([, value]) => value !== null)));
}
