import { and, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import { userNames } from "@/modules/identity";
import { type Ctx, requirePermission } from "@/server/context";
import type { CompareStatus } from "../compare/schema";
import { envSnapshot } from "../tables";
import { hashesOf } from "../vault/sealing";
import { type SaveRow, saveColumns, toHead } from "./history";
import { type ComparedSaves, CompareSaves } from "./schema";
import { type Config, configOfSnapshot, noSuchSnapshot, readSnapshot, type StoredVariable } from "./store";

/** What a save held against another one of its configuration, by name and without values. */
export async function compareSaves(ctx: Ctx, input: z.input<typeof CompareSaves>): Promise<ComparedSaves> {
  requirePermission(ctx, "environment:read");
  const { projectId, snapshotId, with: otherId } = CompareSaves.parse(input);
  const config = await configOfSnapshot(ctx, snapshotId);
  if (config.projectId !== projectId) throw noSuchSnapshot();
  const save = await readHead(ctx, config, snapshotId);
  const other = await readHead(ctx, config, otherId);
  const past = await readSnapshot(ctx, config, save.id);
  const now = other.id === save.id ? past : await readSnapshot(ctx, config, other.id);
  const isEqual = await equalityOf(ctx, projectId, other.id === save.id ? [] : [...past, ...now]);
  const names = await userNames(ctx);
  return {
    environment: config.environment,
    configuration: config.name,
    save: toHead(save, names),
    with: toHead(other, names),
    variables: compareStored(past, now, isEqual),
  };
}

/** Tells whether a variable holds the same value in two saves; a reference as it is written. */
export async function equalityOf(
  ctx: Ctx,
  projectId: string,
  stored: readonly StoredVariable[],
): Promise<(one: StoredVariable, other: StoredVariable) => boolean> {
  const hashes = await hashesOf(ctx, projectId, stored);
  return (one, other) =>
    one.version === other.version || (one.isReference === other.isReference && hashes.get(one) === hashes.get(other));
}

function compareStored(
  past: readonly StoredVariable[],
  now: readonly StoredVariable[],
  isEqual: (one: StoredVariable, other: StoredVariable) => boolean,
): ComparedSaves["variables"] {
  const earlier = new Map(past.map((each) => [each.key, each]));
  const later = new Map(now.map((each) => [each.key, each]));
  const all = [...past, ...now.filter(({ key }) => !earlier.has(key))];
  const statusOf = (key: string): CompareStatus => {
    const [one, other] = [earlier.get(key), later.get(key)];
    if (!one || !other) return one ? "missing" : "extra";
    return isEqual(one, other) ? "same" : "different";
  };
  return all
    .map(({ key, isReference, metadata: { visibility } }) => {
      const version = earlier.get(key)?.version;
      return { key, status: statusOf(key), visibility, isReference, ...(version === undefined ? {} : { version }) };
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Who made a save, when and why; of the latest one without an id. */
async function readHead(ctx: Ctx, config: Config, snapshotId: string | undefined): Promise<SaveRow> {
  const isAsked = snapshotId === undefined ? undefined : eq(envSnapshot.id, snapshotId);
  const [head] = await ctx.db
    .select(saveColumns)
    .from(envSnapshot)
    .where(and(eq(envSnapshot.configId, config.id), isAsked))
    .orderBy(desc(envSnapshot.seq))
    .limit(1);
  if (!head) throw noSuchSnapshot();
  return head;
}
