import { eq } from "drizzle-orm";
import type { z } from "zod";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import type { SavedVariables } from "../schema";
import { envConfig } from "../tables";
import { forgetAllowed } from "../variables/allowed";
import { openSealer } from "../vault/sealing";
import { appendSnapshot, hashChanges, ownVersions } from "./append";
import { equalityOf } from "./compare-saves";
import { mergeExpected } from "./expected";
import { notSet } from "./save";
import { RestoreSnapshot } from "./schema";
import {
  type Config,
  configOfSnapshot,
  findSnapshot,
  noSuchSnapshot,
  readSnapshot,
  readState,
  type StoredVariable,
} from "./store";

/** Makes what a snapshot held hold again, for the whole configuration or for some names, as a new snapshot. */
export async function restoreSnapshot(ctx: Ctx, input: z.input<typeof RestoreSnapshot>): Promise<SavedVariables> {
  requirePermission(ctx, "environment:write");
  const { projectId, snapshotId, keys, reason, expectedSnapshotId } = RestoreSnapshot.parse(input);
  return inTransaction(ctx, async (tx) => {
    const config = await configOfSnapshot(tx, snapshotId);
    if (config.projectId !== projectId) throw noSuchSnapshot();
    await tx.db.select({ id: envConfig.id }).from(envConfig).where(eq(envConfig.id, config.id)).for("update");
    const [target, state] = [await findSnapshot(tx, config, snapshotId), await readState(tx, config)];
    if (!target || !state.latest) throw noSuchSnapshot();
    const plan = await planRestore(tx, config, {
      now: state.stored,
      past: await readSnapshot(tx, config, snapshotId),
      keys,
    });
    const sealer = await openSealer(tx, projectId);
    const touched = { set: new Map(), unset: plan.touched };
    const merged = await mergeExpected(tx, config, { state, sealer }, touched, expectedSnapshotId);
    const { added, changed, removed } = plan;
    if (plan.touched.length === 0) return { snapshotId: state.latest.id, added, changed, removed, merged };

    const cause = `restore of ${target.seq}`;
    const versions = { ...ownVersions(state.latest.versions), ...plan.versions };
    for (const id of plan.gone) delete versions[id];
    await forgetAllowed(tx, plan.gone);
    const restored = await appendSnapshot(tx, config, { seq: state.latest.seq + 1, versions, cause, reason });
    await recordAudit(tx, {
      action: "environment.restored",
      targetKind: "project",
      targetId: projectId,
      details: {
        environment: config.environment,
        configuration: config.name,
        reason,
        from: { snapshotId, seq: target.seq },
        snapshotId: restored,
        added,
        changed,
        removed,
        changes: plan.changes,
      },
    });
    return { snapshotId: restored, added, changed, removed, merged };
  });
}

interface Given {
  now: readonly StoredVariable[];
  past: readonly StoredVariable[];
  keys: readonly string[] | undefined;
}

/** Which versions come back; a variable that holds the same value already keeps the version it has. */
async function planRestore(tx: Ctx, config: Config, { now, past, keys }: Given) {
  const [current, earlier] = [byKey(now), byKey(past)];
  const wanted = [...new Set(keys ?? [...earlier.keys(), ...current.keys()])];
  const unknown = wanted.filter((key) => !earlier.has(key) && !current.has(key));
  if (unknown.length > 0) throw notSet(unknown, config.environment);
  const isEqual = await equalityOf(tx, config.projectId, [...now, ...past]);
  const added = wanted.filter((key) => !current.has(key));
  const removed = wanted.filter((key) => !earlier.has(key));
  const changed = wanted.filter((key) => {
    const [one, other] = [current.get(key), earlier.get(key)];
    return one !== undefined && other !== undefined && !isEqual(one, other);
  });
  const back = [...added, ...changed].flatMap((key) => earlier.get(key) ?? []);
  const gone = removed.flatMap((key) => current.get(key) ?? []);
  return {
    added,
    changed,
    removed,
    touched: [...added, ...changed, ...removed],
    versions: Object.fromEntries(back.map(({ variableId, version }) => [variableId, version])),
    gone: gone.map(({ variableId }) => variableId),
    changes: hashChanges(current, [...back, ...gone.map(({ key }) => ({ key, valueHmac: null }))]),
  };
}

function byKey(stored: readonly StoredVariable[]): Map<string, StoredVariable> {
  return new Map(stored.map((each) => [each.key, each]));
}
