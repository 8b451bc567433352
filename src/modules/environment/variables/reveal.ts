import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { EnvironmentValues } from "../references/environment-values";
import { RevealVariable } from "../schema";
import { notSet } from "../snapshots/save";
import {
  configOfSnapshot,
  findConfig,
  noSuchSnapshot,
  readSnapshot,
  readState,
  type StoredVariable,
} from "../snapshots/store";
import { openTokens } from "../vault/sealing";

type Wanted = z.output<typeof RevealVariable>;

interface Found {
  stored: StoredVariable;
  /** Where it was found, for the audit log. */
  details: Record<string, unknown>;
}

/**
 * One value in the clear, a reference as it is written: as it holds now, or as a save held it. Who read it is recorded, and
 * who was refused. Throws FORBIDDEN for a restricted one.
 */
export async function revealVariable(ctx: Ctx, input: z.input<typeof RevealVariable>): Promise<{ value: string }> {
  const wanted = RevealVariable.parse(input);
  try {
    requirePermission(ctx, "environment:reveal");
    return await inTransaction(ctx, (tx) => readValue(tx, wanted));
  } catch (error) {
    if (AppError.is(error) && error.code === "FORBIDDEN") await recordRefusal(ctx, wanted, error);
    throw error;
  }
}

async function readValue(tx: Ctx, wanted: Wanted): Promise<{ value: string }> {
  const { projectId, environment, key } = wanted;
  await getProject(tx, { id: projectId });
  const found = wanted.snapshotId === undefined ? await findCurrent(tx, wanted) : await findEarlier(tx, wanted);
  if (!found) throw notSet([key], environment);
  const { stored, details } = found;
  if (stored.metadata.visibility === "restricted") throw restricted(key);
  const secret = (await openTokens(tx, projectId, [stored])).get(stored);
  if (!secret) throw notSet([key], environment);
  await recordAudit(tx, { action: "environment.revealed", targetKind: "project", targetId: projectId, details });
  return { value: secret.unwrap() };
}

async function findCurrent(tx: Ctx, { key, ...ref }: Wanted): Promise<Found | undefined> {
  const config = await findConfig(tx, ref);
  if (!config) return undefined;
  const values = await EnvironmentValues.read(tx, { config, ...(await readState(tx, config)) });
  const held = values.held.get(key);
  if (!held) return undefined;
  const { environment, configuration } = ref;
  const { stored, inheritedFrom } = held;
  return { stored, details: { environment, configuration, key, version: stored.version, inheritedFrom } };
}

async function findEarlier(tx: Ctx, { projectId, key, snapshotId = "" }: Wanted): Promise<Found | undefined> {
  const config = await configOfSnapshot(tx, snapshotId);
  if (config.projectId !== projectId) throw noSuchSnapshot();
  const stored = (await readSnapshot(tx, config, snapshotId)).find((each) => each.key === key);
  if (!stored) return undefined;
  const { environment, name: configuration } = config;
  return { stored, details: { environment, configuration, key, version: stored.version, snapshotId } };
}

/** Outside the transaction of the reading, which is rolled back. */
function recordRefusal(ctx: Ctx, wanted: Wanted, error: AppError): Promise<void> {
  const { projectId, ...details } = wanted;
  const reason = error.details === undefined ? "PERMISSION" : "RESTRICTED";
  return recordAudit(ctx, {
    action: "environment.reveal-refused",
    targetKind: "project",
    targetId: projectId,
    details: { ...details, reason },
  });
}

function restricted(key: string): AppError {
  const message = `${key} is restricted: its value was stored never to be shown again. Deployments use it; to change it, set a new value.`;
  return new AppError("FORBIDDEN", message, { details: { key, reason: "RESTRICTED" } });
}
