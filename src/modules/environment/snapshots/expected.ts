import { userNames } from "@/modules/identity";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import type { Sealer } from "../vault/sealing";
import type { Change } from "./append";
import { type Config, findSnapshot, readSnapshot, type State, type StoredVariable } from "./store";

interface Standing {
  state: State;
  sealer: Sealer;
}

/**
 * What others changed since the snapshot the author saw, which stands beside the author's change. Throws CONFLICT where
 * both touched the same variable and do not agree.
 */
export async function mergeExpected(
  tx: Ctx,
  config: Config,
  { state, sealer }: Standing,
  change: Pick<Change, "set" | "unset">,
  expected: string | null | undefined,
): Promise<string[]> {
  const { latest, stored } = state;
  if (expected === undefined || (latest?.id ?? null) === expected) return [];
  const seen = expected === null ? [] : await readSeen(tx, config, expected);
  const changed = changedSince(seen, stored);
  const yours = [...change.set.keys(), ...change.unset];
  const now = new Map(stored.map((each) => [each.key, each]));
  const isAgreed = (key: string) => {
    const [given, current] = [change.set.get(key), now.get(key)];
    if (!given || !current) return !given && !current;
    return given.isReference === current.isReference && sealer.holds(current, given.value);
  };
  const conflicts = yours.filter((key) => changed.includes(key) && !isAgreed(key));
  if (conflicts.length === 0) return changed;
  const names = await userNames(tx);
  const authors = conflicts.map((key) => now.get(key)?.author).filter((author) => author !== undefined);
  const isOne = conflicts.length === 1;
  throw new AppError(
    "CONFLICT",
    `${conflicts.join(", ")} ${isOne ? "was" : "were"} changed in ${config.environment} since you opened it. Look at what changed, then save again.`,
    {
      details: {
        latestSnapshotId: latest?.id ?? null,
        changedKeys: changed,
        yours,
        conflicts,
        changedBy: [...new Set(authors.map((author) => names.get(author) ?? author))],
      },
    },
  );
}

async function readSeen(tx: Ctx, config: Config, expected: string): Promise<StoredVariable[]> {
  if (await findSnapshot(tx, config, expected)) return readSnapshot(tx, config, expected);
  throw new AppError(
    "CONFLICT",
    `What you opened is not of the configuration ${config.name} of ${config.environment}, perhaps because another one was activated since. Open it again, then save.`,
    { details: { expectedSnapshotId: expected, configuration: config.name } },
  );
}

/** Names whose value was set, changed or removed between the two. */
function changedSince(before: readonly StoredVariable[], after: readonly StoredVariable[]): string[] {
  const [earlier, later] = [before, after].map((each) => new Map(each.map(({ key, version }) => [key, version])));
  const keys = new Set([...before, ...after].map(({ key }) => key));
  return [...keys].filter((key) => earlier?.get(key) !== later?.get(key)).sort();
}
