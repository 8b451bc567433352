import { getProject } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { EnvironmentRef } from "../schema";
import { findConfig } from "../snapshots/store";
import { type EnvironmentValues, type HeldVariable, readCurrentValues } from "./environment-values";
import type { ResolvedVariable } from "./schema";

/** Where each value that holds in an environment comes from; what is not plain, or made of something that is not, stays hidden. */
export async function resolveVariables(ctx: Ctx, input: EnvironmentRef): Promise<ResolvedVariable[]> {
  requirePermission(ctx, "environment:read");
  const ref = EnvironmentRef.parse(input);
  await getProject(ctx, { id: ref.projectId });
  const config = await findConfig(ctx, ref);
  if (!config) return [];
  const values = await readCurrentValues(ctx, config);
  const resolved: ResolvedVariable[] = [];
  for (const held of values.held.values()) resolved.push(await describeHeld(values, held));
  return resolved;
}

async function describeHeld(values: EnvironmentValues, held: HeldVariable): Promise<ResolvedVariable> {
  const { stored, inheritedFrom } = held;
  const known = { key: stored.key, inheritedFrom, isReference: stored.isReference };
  if (!stored.isReference && stored.metadata.visibility !== "plain") return { ...known, sources: [] };
  try {
    const { text, visibility, sources } = await values.resolve(held);
    return { ...known, sources: [...sources], value: visibility === "plain" ? text : undefined };
  } catch (error) {
    if (!AppError.is(error) || error.code !== "PRECONDITION") throw error;
    return { ...known, sources: [], problem: error.message };
  }
}
