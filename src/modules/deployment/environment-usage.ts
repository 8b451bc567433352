import { and, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import { checkStored, getUsage } from "@/modules/environment";
import { getProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { configOf, specsOf } from "./app-environment";
import { Platform, UsageRef } from "./schema";
import { deployment } from "./tables";

/** What a project needs and what is set, with what told so. */
export interface ProjectUsage extends Awaited<ReturnType<typeof getUsage>> {
  platform: Platform;
  readFrom: { kind: "configuration" } | { kind: "deployment"; id: string; at: string };
}

/**
 * What the project reads against what the environment sets: by the files of its last deployment where they were brought,
 * else by its configuration. Throws PRECONDITION for a project of another make before its first deployment.
 */
export async function getProjectUsage(ctx: Ctx, input: z.input<typeof UsageRef>): Promise<ProjectUsage> {
  const { asking, readFrom } = await findReads(ctx, input);
  return { ...(await getUsage(ctx, asking)), platform: asking.platform, readFrom };
}

/** Checks the stored values against what the project reads, hidden ones too. Recorded; tells no value. Throws as `getProjectUsage`. */
export async function checkProject(ctx: Ctx, input: z.input<typeof UsageRef>): ReturnType<typeof checkStored> {
  const { asking } = await findReads(ctx, input);
  return checkStored(ctx, asking);
}

async function findReads(ctx: Ctx, input: z.input<typeof UsageRef>) {
  const { platform: asked, ...ref } = UsageRef.parse(input);
  const project = await getProject(ctx, { id: ref.projectId });
  const last = await lastDeployment(ctx, ref.projectId);
  const isBrought = last !== undefined && last.sourceId !== null;
  const config = isBrought ? undefined : configOf(project.config);
  const stored = config ?? last?.config;
  if (stored === undefined) throw notKnown(project.name);
  const platform = asked ?? (last ? Platform.parse(last.platform) : "local");
  const ownConfig = configOf(stored);
  const reads = ownConfig ? { config: ownConfig } : { variables: specsOf(stored) };
  const readFrom: ProjectUsage["readFrom"] =
    config || !last ? { kind: "configuration" } : { kind: "deployment", id: last.id, at: last.createdAt.toISOString() };
  return { asking: { ...ref, platform, ...reads }, readFrom };
}

async function lastDeployment(ctx: Ctx, projectId: string) {
  const [last] = await ctx.db
    .select({
      id: deployment.id,
      config: deployment.config,
      sourceId: deployment.sourceId,
      platform: deployment.platform,
      createdAt: deployment.createdAt,
    })
    .from(deployment)
    .where(and(eq(deployment.orgId, ctx.orgId), eq(deployment.projectId, projectId)))
    .orderBy(desc(deployment.createdAt))
    .limit(1);
  return last;
}

function notKnown(name: string): AppError {
  return new AppError(
    "PRECONDITION",
    `Berth did not generate ${name} and never deployed it, so what it reads is not known yet. Show its files: berth env needs --dir DIR, or on the environments page.`,
    { details: { reason: "NOT_KNOWN" } },
  );
}
