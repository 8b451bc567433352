import { eq } from "drizzle-orm";
import type { z } from "zod";
import { userNames } from "@/modules/identity";
import { getProject } from "@/modules/projects";
import { parseConfig, variablesOf } from "@/modules/scaffold/pure";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { EnvironmentValues } from "./references/environment-values";
import { findTargets } from "./references/references";
import {
  CheckEnvironment,
  type CurrentEnvironment,
  type EnvironmentCheck,
  EnvironmentRef,
  type EnvironmentSummary,
  ListVariables,
  type SavedVariables,
  SetVariables,
  UnsetVariables,
  type VariableSummary,
} from "./schema";
import { ownVersions } from "./snapshots/append";
import { nameOf } from "./snapshots/history";
import { save } from "./snapshots/save";
import { findConfig, latestSnapshot, readState, type StoredVariable } from "./snapshots/store";
import { envConfig } from "./tables";
import { checkEnvironment } from "./validation/checks";
import { isReservedName } from "./validation/names";
import { findAllowed } from "./variables/allowed";
import { openTokens } from "./vault/sealing";

export {
  compareSnapshots,
  ensureGenerated,
  listAllowedNames,
  openSnapshot,
  takeSnapshot,
} from "./snapshots/deployments";
export { revealVariable } from "./variables/reveal";

/** Stores and removes values in one snapshot, each as a new version. Values that stay the same get no version. */
export async function setVariables(ctx: Ctx, input: z.input<typeof SetVariables>): Promise<SavedVariables> {
  requirePermission(ctx, "environment:write");
  const { variables, unset: removed, cause, reason, expectedSnapshotId, ...ref } = SetVariables.parse(input);
  for (const [key, { isReference, value }] of Object.entries(variables)) {
    if (isReference && !findTargets(value)) throw noReference(key);
  }
  const set = new Map(Object.entries(variables));
  const unset = [...new Set(removed)].filter((key) => !set.has(key));
  const change = { set, unset, cause, reason };
  return save(ctx, ref, change, { expectedSnapshotId });
}

/** Removes values; their earlier versions stay for the deployments that ran with them. Throws NOT_FOUND for a name not set. */
export async function unsetVariables(ctx: Ctx, input: z.input<typeof UnsetVariables>): Promise<SavedVariables> {
  requirePermission(ctx, "environment:write");
  const { keys, reason, expectedSnapshotId, ...ref } = UnsetVariables.parse(input);
  const change = { set: new Map(), unset: [...new Set(keys)], cause: "unset", reason };
  return save(ctx, ref, change, { expectedSnapshotId });
}

/** What is set in an environment itself, by name; only plain values are shown. */
export async function listVariables(ctx: Ctx, input: z.input<typeof ListVariables>): Promise<VariableSummary[]> {
  const { variables } = await getEnvironment(ctx, input);
  return variables.filter(({ inheritedFrom }) => inheritedFrom === undefined);
}

/** An environment at one moment: what is set and what is inherited, and the snapshot to expect when saving. */
export async function getEnvironment(ctx: Ctx, input: z.input<typeof ListVariables>): Promise<CurrentEnvironment> {
  requirePermission(ctx, "environment:read");
  const { search = "", ...ref } = ListVariables.parse(input);
  await getProject(ctx, { id: ref.projectId });
  const config = await findConfig(ctx, ref);
  if (!config) return { configuration: null, baseEnvironment: null, snapshotId: null, variables: [] };
  const { latest, stored } = await readState(ctx, config);
  const { held } = await EnvironmentValues.read(ctx, { config, stored });
  const all = Array.from(held.values(), (each) => each.stored);
  const isPlain = ({ metadata }: StoredVariable) => metadata.visibility === "plain";
  const plain = await openTokens(ctx, ref.projectId, all.filter(isPlain));
  const names = await userNames(ctx);
  const allowed = await findAllowed(ctx, all);
  const variables = Array.from(held.values(), ({ stored: each, inheritedFrom }): VariableSummary => {
    const value = plain.get(each)?.unwrap();
    return {
      ...summarize(each),
      authorName: nameOf(names, each.author),
      // Left out where there is none: among thousands of variables each undefined costs more than the rest of its row.
      ...(inheritedFrom === undefined ? {} : { inheritedFrom }),
      ...(value === undefined ? {} : { value }),
      ...(isReservedName(each.key) ? { reserved: allowed.has(each.key) ? "allowed" : "refused" } : {}),
    };
  });
  return {
    configuration: config.name,
    baseEnvironment: config.baseEnvironment,
    snapshotId: latest?.id ?? null,
    variables: variables.filter((variable) => isFound(variable, search.toLowerCase())),
  };
}

function summarize(stored: StoredVariable): Omit<VariableSummary, "authorName"> {
  const { variableId, key, version, updatedAt, author, isReference, metadata } = stored;
  const sensitive = metadata.visibility !== "plain";
  return {
    id: variableId,
    key,
    sensitive,
    version,
    updatedAt: updatedAt.toISOString(),
    author,
    isReference,
    ...metadata,
  };
}

function isFound({ key, description, value = "" }: VariableSummary, search: string): boolean {
  return [key, description, value].some((text) => text.toLowerCase().includes(search));
}

/** Checks values against what a project of this configuration reads; stores nothing. */
export function checkEnvironmentFor(ctx: Ctx, input: z.input<typeof CheckEnvironment>): EnvironmentCheck {
  requirePermission(ctx, "environment:read");
  const { config, values, platform } = CheckEnvironment.parse(input);
  return checkEnvironment({ specs: variablesOf(parseConfig(config)), values, platform });
}

/** The environments of a project that were ever saved to, with how many variables each sets. */
export async function listEnvironments(ctx: Ctx, input: { projectId: string }): Promise<EnvironmentSummary[]> {
  requirePermission(ctx, "environment:read");
  const { projectId } = EnvironmentRef.pick({ projectId: true }).parse(input);
  await getProject(ctx, { id: projectId });
  const configs = await ctx.db
    .select()
    .from(envConfig)
    .where(eq(envConfig.projectId, projectId))
    .orderBy(envConfig.environment);
  const active = configs.filter(({ isActive }) => isActive);
  const latest = await Promise.all(active.map(({ id }) => latestSnapshot(ctx, id)));
  return active.map(({ environment, name, baseEnvironment }, index) => ({
    name: environment,
    count: Object.keys(ownVersions(latest[index]?.versions)).length,
    configuration: name,
    baseEnvironment,
    snapshotId: latest[index]?.id ?? null,
  }));
}

function noReference(key: string): AppError {
  const message = `this is no reference. Write \${{KEY}}, \${{environment.KEY}} or \${{project.environment.KEY}}.`;
  return new AppError("VALIDATION", `${key}: ${message}`, { details: [{ path: `variables.${key}.value`, message }] });
}
