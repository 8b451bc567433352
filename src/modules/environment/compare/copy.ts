import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import type { Given } from "../snapshots/append";
import { notSet, save } from "../snapshots/save";
import { findConfig, readState, type StoredVariable } from "../snapshots/store";
import { stricter } from "../variables/metadata";
import { hashesOf, openTokens } from "../vault/sealing";
import { readSide } from "./compare";
import { type CopiedVariables, type CopySide, CopyVariables } from "./schema";

/**
 * Copies values, with what is known of them, from one environment to another. They move inside the server only, and none
 * becomes more visible than it was. References are copied as they are written.
 */
export async function copyVariables(ctx: Ctx, input: z.input<typeof CopyVariables>): Promise<CopiedVariables> {
  requirePermission(ctx, "environment:write");
  const { projectId, from, to, keys, preview, reason, expectedSnapshotId } = CopyVariables.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: projectId });
    const values = await readSide(tx, { projectId, ...from });
    const held = values?.held ?? new Map();
    const wanted = [...new Set(keys ?? held.keys())];
    const unknown = wanted.filter((key) => !held.has(key));
    if (unknown.length > 0) throw notSet(unknown, from.environment);
    const sources = wanted.flatMap((key): StoredVariable[] => held.get(key)?.stored ?? []);

    const target = { projectId, ...to };
    const config = await findConfig(tx, target);
    const { latest, stored: current } = config ? await readState(tx, config) : { latest: undefined, stored: [] };
    const previousSnapshotId = latest?.id ?? null;
    if (config && sources.some(({ configId }) => configId === config.id) && from.environment === to.environment)
      throw new AppError("VALIDATION", "This would copy an environment onto itself. Choose another one.");
    const plan = await planCopy(tx, projectId, sources, current);
    if (preview) return { ...plan, merged: [], previousSnapshotId };

    const before = new Map(current.map((each) => [each.key, each]));
    const opened = await openTokens(tx, projectId, sources);
    const set = new Map(
      Array.from(opened, ([source, secret]) => [source.key, toGiven(source, before.get(source.key), secret.unwrap())]),
    );
    const change = { set, unset: [], cause: `copy from ${nameOf(from)}`, reason };
    const saved = await save(tx, target, change, { expectedSnapshotId, details: { copiedFrom: from } });
    return { ...plan, merged: saved.merged, previousSnapshotId, snapshotId: saved.snapshotId };
  });
}

function nameOf({ environment, configuration }: CopySide): string {
  return configuration === undefined ? environment : `${environment} / ${configuration}`;
}

async function planCopy(
  tx: Ctx,
  projectId: string,
  sources: readonly StoredVariable[],
  current: readonly StoredVariable[],
): Promise<Pick<CopiedVariables, "added" | "changed" | "unchanged">> {
  const hashes = await hashesOf(tx, projectId, [...sources, ...current]);
  const before = new Map(current.map((each) => [each.key, each]));
  const isSame = (source: StoredVariable) => {
    const other = before.get(source.key);
    return other?.isReference === source.isReference && hashes.get(other) === hashes.get(source);
  };
  const known = sources.filter(({ key }) => before.has(key));
  return {
    added: sources.filter(({ key }) => !before.has(key)).map(({ key }) => key),
    changed: known.filter((source) => !isSame(source)).map(({ key }) => key),
    unchanged: known.filter(isSame).map(({ key }) => key),
  };
}

function toGiven(source: StoredVariable, before: StoredVariable | undefined, value: string): Given {
  const visibility = stricter(source.metadata.visibility, before?.metadata.visibility ?? "plain");
  return { ...source.metadata, visibility, value, isReference: source.isReference };
}
