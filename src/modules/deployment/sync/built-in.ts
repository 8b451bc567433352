import { eq } from "drizzle-orm";
import { compareSnapshots, listAllowedNames } from "@/modules/environment";
import { isPublicKey } from "@/modules/environment/pure";
import type { Ctx } from "@/server/context";
import { specsOf } from "../app-environment";
import { DeploymentFailure, retryAction } from "../failures/failure";
import { readAllowedNames } from "../step-outputs";
import { deployment } from "../tables";
import type { ChangedNames } from "./schema";

type DeploymentRow = typeof deployment.$inferSelect;

/**
 * What differs between the values a deployment ran with and those of a snapshot, or of now, by name. Throws NOT_FOUND for a
 * deleted one.
 */
export async function findChanged(
  ctx: Ctx,
  { id, snapshotId, config, platform }: DeploymentRow,
  to?: string,
): Promise<ChangedNames> {
  if (snapshotId === null) return { changed: [], builtIn: [] };
  const { added, removed, changed } = await compareSnapshots(ctx, { from: snapshotId, to });
  const allowed = platform === "local" && to !== undefined ? await findAllowedSince(ctx, id, to) : [];
  const names = [...new Set([...added, ...removed, ...changed, ...allowed])].sort();
  const specs = new Map(specsOf(config).map((spec) => [spec.key, spec]));
  return { changed: names, builtIn: names.filter((key) => specs.get(key)?.public ?? isPublicKey(key)) };
}

/** A value that was allowed meanwhile, or is not any more, reaches the app as little as a changed one. */
async function findAllowedSince(ctx: Ctx, id: string, to: string): Promise<string[]> {
  const [before, after] = [await readAllowedNames(ctx, id), await listAllowedNames(ctx, to)];
  return [...before.filter((key) => !after.includes(key)), ...after.filter((key) => !before.includes(key))];
}

/** Part of a reload: it builds nothing, so what is built in has to be as it was. Throws INVALID_CONFIG. */
export async function refuseBuiltIn(ctx: Ctx, releaseOf: string, snapshotId: string): Promise<void> {
  const [former] = await ctx.db.select().from(deployment).where(eq(deployment.id, releaseOf));
  const { builtIn } = former ? await findChanged(ctx, former, snapshotId) : { builtIn: [] };
  if (builtIn.length === 0) return;
  throw new DeploymentFailure({
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: tellBuiltIn(builtIn),
    suggestions: [`Deploy again with the values of now: ${redeployCommand(releaseOf)}`],
    recovery: [retryAction],
  });
}

/** Why a restart is not enough, as a sentence. */
export function tellBuiltIn(names: readonly string[]): string {
  const are = names.length === 1 ? "is" : "are";
  return `${names.join(", ")} ${are} built into what browsers load, so a restart does not change ${names.length === 1 ? "it" : "them"}.`;
}

export function redeployCommand(id: string): string {
  return `berth redeploy ${id} --values current`;
}
