import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import type { EnvironmentRef, SavedVariables } from "../schema";
import { openSealer, openTokens } from "../vault/sealing";
import { appendChange, type Change } from "./append";
import { mergeExpected } from "./expected";
import { type Config, lockConfig, readState, type StoredVariable } from "./store";

interface SaveOptions {
  expectedSnapshotId?: string | null | undefined;
  /** Leaves variables alone that hold text already. */
  keepCurrent?: boolean;
  /** Said in the audit log too. */
  details?: Record<string, unknown>;
  /** More work in the same transaction, such as on the snapshot that a deployment fixes. */
  after?: (tx: Ctx, config: Config) => Promise<string>;
}

/** One save in one transaction: versions, snapshot and audit row. People who save at once follow each other. */
export async function save(
  ctx: Ctx,
  ref: EnvironmentRef,
  change: Change,
  options: SaveOptions = {},
): Promise<SavedVariables> {
  const { projectId, environment } = ref;
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: projectId });
    const config = await lockConfig(tx, ref);
    const state = await readState(tx, config);
    const sealer = await openSealer(tx, projectId);
    const merged = await mergeExpected(tx, config, { state, sealer }, change, options.expectedSnapshotId);
    const unset = settledUnset(change.unset, { stored: state.stored, merged, environment });
    const kept = options.keepCurrent ? await keysWithText(tx, projectId, state.stored) : new Set<string>();
    const set = new Map([...change.set].filter(([key]) => !kept.has(key)));
    const { changes, ...saved } = await appendChange(tx, config, { state, sealer }, { ...change, set, unset });
    const isChanged = [saved.added, saved.changed, saved.removed].some((names) => names.length > 0);
    const { cause, reason } = change;
    const details = { environment, configuration: config.name, cause, reason, ...saved, changes, ...options.details };
    if (isChanged)
      await recordAudit(tx, { action: "environment.saved", targetKind: "project", targetId: projectId, details });
    const snapshotId = options.after ? await options.after(tx, config) : saved.snapshotId;
    const yours = new Set([...set.keys(), ...unset]);
    return { ...saved, snapshotId, merged: merged.filter((key) => !yours.has(key)) };
  });
}

/** The names to remove, without those somebody else removed meanwhile. Throws NOT_FOUND for names that were not set. */
function settledUnset(
  unset: readonly string[],
  { stored, merged, environment }: { stored: readonly StoredVariable[]; merged: string[]; environment: string },
): string[] {
  const current = new Set(stored.map(({ key }) => key));
  const unknown = unset.filter((key) => !current.has(key) && !merged.includes(key));
  if (unknown.length > 0) throw notSet(unknown, environment);
  return unset.filter((key) => current.has(key));
}

async function keysWithText(tx: Ctx, projectId: string, stored: readonly StoredVariable[]): Promise<Set<string>> {
  const opened = await openTokens(tx, projectId, stored);
  return new Set([...opened].filter(([, secret]) => secret.unwrap() !== "").map(([{ key }]) => key));
}

export function notSet(keys: readonly string[], environment: string): AppError {
  const names = keys.join(", ");
  const message = `${names} ${keys.length === 1 ? "is" : "are"} not set in the environment ${environment}.`;
  return new AppError("NOT_FOUND", message, { details: { keys } });
}
