import { and, eq, ne } from "drizzle-orm";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { AppRef } from "../schema";
import { app, deployment } from "../tables";
import { findChanged } from "./built-in";
import type { ChangedNames } from "./schema";

/** Which variables of a local app have other values by now than it runs with. No value is opened. Throws NOT_FOUND. */
export async function listChangedValues(ctx: Ctx, input: AppRef): Promise<ChangedNames> {
  requirePermission(ctx, "deployment:read");
  const { name } = AppRef.parse(input);
  const [current] = await ctx.db
    .select({ row: deployment })
    .from(app)
    .innerJoin(deployment, eq(deployment.id, app.currentDeploymentId))
    .where(and(eq(app.orgId, ctx.orgId), eq(app.name, name), ne(app.desired, "deleted")));
  if (!current) throw new AppError("NOT_FOUND", `There is no app called ${name}. \`berth apps\` lists yours.`);
  return findChanged(ctx, current.row);
}
