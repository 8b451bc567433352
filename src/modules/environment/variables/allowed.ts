import { inArray } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "@/server/context";
import type { StoredVariable } from "../snapshots/store";
import { envVariable } from "../tables";
import { isOwnName, isReservedName } from "../validation/names";

/** Who allowed it, by version: a new value needs a new word, and going back to an allowed one does not. */
const AllowedVersions = z.record(z.string(), z.string());

/** The names among these variables whose values an owner allowed; a reference can change without a word, so none of those. */
export async function findAllowed(ctx: Ctx, variables: Iterable<StoredVariable>): Promise<Set<string>> {
  const reserved = [...variables].filter(
    ({ key, isReference }) => isReservedName(key) && !isOwnName(key) && !isReference,
  );
  if (reserved.length === 0) return new Set();
  const ids = reserved.map(({ variableId }) => variableId);
  const rows = await ctx.db
    .select({ id: envVariable.id, allowedBy: envVariable.reservedAllowedBy })
    .from(envVariable)
    .where(inArray(envVariable.id, ids));
  const versions = new Map(rows.map(({ id, allowedBy }) => [id, readVersions(allowedBy)]));
  const allowed = reserved.filter(({ variableId, version }) => versions.get(variableId)?.[version] !== undefined);
  return new Set(allowed.map(({ key }) => key));
}

/** Part of removing variables: what was allowed ends with them, also where they come back. */
export async function forgetAllowed(tx: Ctx, variableIds: readonly string[]): Promise<void> {
  if (variableIds.length === 0) return;
  await tx.db
    .update(envVariable)
    .set({ reservedAllowedBy: null })
    .where(inArray(envVariable.id, [...variableIds]));
}

/** What the column of a variable says. */
export function readVersions(stored: string | null | undefined): Record<string, string> {
  return stored === null || stored === undefined ? {} : AllowedVersions.parse(JSON.parse(stored));
}
