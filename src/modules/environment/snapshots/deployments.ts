import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import type { Secret } from "@/server/crypto";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { compareHeld } from "../compare/compare";
import { generateSecret } from "../plan";
import { EnvironmentValues, readCurrentValues } from "../references/environment-values";
import { EnvironmentRef, type SavedVariables, UnsetVariables } from "../schema";
import { findAllowed } from "../variables/allowed";
import { appendSnapshot, ownVersions } from "./append";
import { save } from "./save";
import {
  type Config,
  configOfSnapshot,
  findConfig,
  findSnapshot,
  lockConfig,
  noSuchSnapshot,
  readSnapshot,
  readState,
} from "./store";

/** The snapshot of what is set now, for a deployment to record and run with. */
export async function takeSnapshot(ctx: Ctx, input: z.input<typeof EnvironmentRef>): Promise<{ snapshotId: string }> {
  requirePermission(ctx, "environment:read");
  const ref = EnvironmentRef.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: ref.projectId });
    return { snapshotId: await fixSnapshot(tx, await lockConfig(tx, ref)) };
  });
}

/** Makes the secrets that are not set yet, once, so that later deployments keep them. */
export async function ensureGenerated(
  ctx: Ctx,
  input: z.input<typeof EnvironmentRef> & { keys: readonly string[] },
): Promise<SavedVariables> {
  requirePermission(ctx, "environment:write");
  const { keys, ...ref } = UnsetVariables.parse(input);
  const made = keys.map((key) => {
    return [key, { value: generateSecret(randomBytes(32)), isReference: false, sensitive: true }] as const;
  });
  const change = { set: new Map(made), unset: [], cause: "generated" };
  return save(ctx, ref, change, { keepCurrent: true, after: fixSnapshot });
}

/**
 * The latest snapshot, with the snapshots of other environments that it inherits from or refers to: whoever opens it
 * later finds the same values, whatever was edited there since. Needs the config's lock.
 */
async function fixSnapshot(tx: Ctx, config: Config): Promise<string> {
  const { latest, stored } = await readState(tx, config);
  const values = await EnvironmentValues.read(tx, { config, stored });
  await values.follow();
  const versions = { ...ownVersions(latest?.versions), ...values.pins };
  if (latest && isSame(versions, latest.versions)) return latest.id;
  return appendSnapshot(tx, config, { seq: (latest?.seq ?? 0) + 1, versions, cause: "deployment" });
}

function isSame(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => one[id] === other[id]);
}

/** The values of a snapshot by name, however much was edited since. For deployments; the reading is recorded. */
export async function openSnapshot(ctx: Ctx, snapshotId: string): Promise<Map<string, Secret>> {
  requirePermission(ctx, "environment:reveal");
  return inTransaction(ctx, async (tx) => {
    const { config, values } = await readFixed(tx, snapshotId);
    const opened = await values.open();
    const details = { environment: config.environment, snapshotId, keys: [...opened.keys()] };
    await recordRead(tx, config.projectId, details);
    for (const [projectId, names] of values.readElsewhere)
      await recordRead(tx, projectId, { forProject: config.projectId, keys: [...names] });
    return opened;
  });
}

/** Names that change how programs start, where an owner allowed just the values that a snapshot holds. */
export async function listAllowedNames(ctx: Ctx, snapshotId: string): Promise<string[]> {
  requirePermission(ctx, "environment:read");
  const { values } = await readFixed(ctx, snapshotId);
  return [
    ...(await findAllowed(
      ctx,
      Array.from(values.held.values(), ({ stored }) => stored),
    )),
  ].sort();
}

function recordRead(tx: Ctx, projectId: string, details: Record<string, unknown>): Promise<void> {
  return recordAudit(tx, { action: "environment.read", targetKind: "project", targetId: projectId, details });
}

/** Names of the variables that differ between two snapshots of one project; without `to`, from what its environment holds now. */
export async function compareSnapshots(
  ctx: Ctx,
  { from, to }: { from: string; to?: string | undefined },
): Promise<{ added: string[]; removed: string[]; changed: string[] }> {
  requirePermission(ctx, "environment:read");
  const before = await readFixed(ctx, from);
  const after = to === undefined ? await readNow(ctx, before.config) : await readFixed(ctx, to);
  if (before.config.projectId !== after.config.projectId)
    throw new AppError("VALIDATION", "These are snapshots of two projects. Compare two of the same one.");
  const compared = await compareHeld(ctx, before.values, after.values);
  const named = (wanted: string) => compared.filter(({ status }) => status === wanted).map(({ key }) => key);
  return { added: named("extra"), removed: named("missing"), changed: named("different") };
}

/** What the active configuration of the same environment holds, without fixing it. */
async function readNow(ctx: Ctx, { projectId, environment, ...fixed }: Config) {
  const config = (await findConfig(ctx, { projectId, environment })) ?? { projectId, environment, ...fixed };
  return { config, values: await readCurrentValues(ctx, config) };
}

async function readFixed(ctx: Ctx, snapshotId: string): Promise<{ config: Config; values: EnvironmentValues }> {
  const config = await configOfSnapshot(ctx, snapshotId);
  const snapshot = await findSnapshot(ctx, config, snapshotId);
  if (!snapshot) throw noSuchSnapshot();
  const stored = await readSnapshot(ctx, config, snapshotId);
  return { config, values: await EnvironmentValues.read(ctx, { config, stored, pins: snapshot.versions }) };
}
