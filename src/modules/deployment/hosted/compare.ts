import { and, eq, inArray } from "drizzle-orm";
import { compareSnapshots } from "@/modules/environment";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { configOf } from "../app-environment";
import { deployment } from "../tables";
import { CompareDeployments, type DeploymentDiff } from "./shapes";

/** What differs between two deployments of one project: files by hash, variables by keyed hash, choices by value. */
export async function compareDeployments(ctx: Ctx, input: CompareDeployments): Promise<DeploymentDiff> {
  requirePermission(ctx, "deployment:read");
  const { from, to } = CompareDeployments.parse(input);
  const rows = await ctx.db
    .select()
    .from(deployment)
    .where(and(inArray(deployment.id, [from, to]), eq(deployment.orgId, ctx.orgId)));
  const before = rows.find(({ id }) => id === from);
  const after = rows.find(({ id }) => id === to);
  if (!before || !after) throw new AppError("NOT_FOUND", "One of the two deployments does not exist any more.");
  if (before.projectId !== after.projectId) {
    throw new AppError("VALIDATION", "These are deployments of two projects. Compare two of the same one.");
  }
  const hasSnapshots = before.snapshotId && after.snapshotId;
  return {
    files: before.manifest && after.manifest ? diffMaps(before.manifest, after.manifest) : undefined,
    variables: hasSnapshots
      ? await compareSnapshots(ctx, { from: before.snapshotId ?? "", to: after.snapshotId ?? "" })
      : undefined,
    config: diffConfig(configOf(before.config) ?? {}, configOf(after.config) ?? {}),
  };
}

function diffMaps(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return {
    added: names.filter((name) => !Object.hasOwn(before, name)),
    removed: names.filter((name) => !Object.hasOwn(after, name)),
    changed: names.filter(
      (name) => Object.hasOwn(before, name) && Object.hasOwn(after, name) && before[name] !== after[name],
    ),
  };
}

function diffConfig(before: Record<string, unknown>, after: Record<string, unknown>): DeploymentDiff["config"] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields
    .map((field) => ({ field, from: textOf(before[field]), to: textOf(after[field]) }))
    .filter(({ from, to }) => from !== to);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "none";
  return Array.isArray(value) ? value.join(", ") || "none" : String(value);
}
