import { and, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import { getUsage } from "@/modules/environment";
import { getProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { configOf, specsOf } from "./app-environment";
import { Platform, UsageRef } from "./schema";
import { deployment } from "./tables";

/** What the project read when it was last deployed, against what the environment sets. Throws PRECONDITION before the first deployment. */
export async function getProjectUsage(ctx: Ctx, input: z.input<typeof UsageRef>): ReturnType<typeof getUsage> {
  const { projectId, environment } = UsageRef.parse(input);
  await getProject(ctx, { id: projectId });
  const [last] = await ctx.db
    .select({ config: deployment.config, platform: deployment.platform })
    .from(deployment)
    .where(and(eq(deployment.orgId, ctx.orgId), eq(deployment.projectId, projectId)))
    .orderBy(desc(deployment.createdAt))
    .limit(1);
  if (!last) throw new AppError("PRECONDITION", "The project was never deployed, so what it reads is not known yet.");
  const config = configOf(last.config);
  const reads = config ? { config } : { variables: specsOf(last.config) };
  return getUsage(ctx, { projectId, environment, platform: Platform.parse(last.platform), ...reads });
}
