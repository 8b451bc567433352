import * as z from "zod";
import type { HistoryEntry } from "../../snapshots/schema";
import type { Drafts } from "./draft";

const Overlap = z.object({
  latestSnapshotId: z.string().nullable(),
  changedKeys: z.array(z.string()),
  conflicts: z.array(z.string()),
});
const Moved = z.object({ expectedSnapshotId: z.string(), configuration: z.string() });

/** `overlap`: others changed the same variables. `moved`: another configuration is the active one since. */
export type Conflict =
  | ({ kind: "overlap"; message: string } & z.infer<typeof Overlap>)
  | { kind: "moved"; message: string; configuration: string };

export type Choice = "mine" | "theirs";

/** What a refused save says of the changes of others; undefined for every other failure. */
export function readConflict(error: unknown): Conflict | undefined {
  const refused = z
    .object({
      data: z.object({ error: z.object({ code: z.literal("CONFLICT"), message: z.string(), details: z.unknown() }) }),
    })
    .safeParse(error);
  if (!refused.success) return undefined;
  const { message, details } = refused.data.data.error;
  const overlap = Overlap.safeParse(details);
  if (overlap.success) return { kind: "overlap", message, ...overlap.data };
  const moved = Moved.safeParse(details);
  return moved.success ? { kind: "moved", message, configuration: moved.data.configuration } : undefined;
}

/** The drafts that stay after each conflict was decided; they then stand against the latest save. */
export function resolveConflict(
  drafts: Drafts,
  choices: Readonly<Record<string, Choice>>,
  latestSnapshotId: string | null,
): Drafts {
  const list = drafts.list.filter(({ key }) => choices[key] !== "theirs");
  return { ...drafts, baseSnapshotId: latestSnapshotId, list };
}

export interface OtherChange {
  authorName: string;
  at: string;
  kind: "added" | "changed" | "removed";
}

/** Who last changed each variable after the save that was seen; `entries` come newest first. */
export function changesSince(entries: readonly HistoryEntry[], seen: string | null): Map<string, OtherChange> {
  const end = entries.findIndex(({ snapshotId }) => snapshotId === seen);
  const since = end === -1 ? entries : entries.slice(0, end);
  const found = new Map<string, OtherChange>();
  for (const { authorName, at, ...names } of since) {
    for (const kind of ["added", "changed", "removed"] as const) {
      for (const key of names[kind]) if (!found.has(key)) found.set(key, { authorName, at, kind });
    }
  }
  return found;
}
