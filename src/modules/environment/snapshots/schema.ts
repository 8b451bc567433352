import * as z from "zod";
import { CompareStatus } from "../compare/schema";
import { EnvironmentRef, ProjectId, Saving, SnapshotId, VariableKey, Visibility } from "../schema";

/** Newest first; `before` is the number of the oldest entry already seen. */
export const ListHistory = EnvironmentRef.extend({
  /** Only the saves that changed this variable. */
  key: VariableKey.optional(),
  before: z.number().int().min(1).max(2_147_483_647).optional(),
  limit: z.number().int().min(1).max(100).default(20),
});

export const HistoryEntry = z.object({
  snapshotId: z.string(),
  seq: z.number(),
  at: z.string(),
  author: z.string(),
  authorName: z.string(),
  cause: z.string(),
  reason: z.string().nullable(),
  added: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const HistoryPage = z.object({
  entries: z.array(HistoryEntry),
  /** To be sent as `before` for the next page; null at the end. */
  next: z.number().nullable(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

export const RestoreSnapshot = Saving.extend({
  projectId: ProjectId,
  snapshotId: SnapshotId,
  /** Only these variables; without it the whole environment. */
  keys: z.array(VariableKey).min(1).max(10_000).optional(),
});

/** A save beside another one of the same configuration; beside the latest one when `with` is left out. */
export const CompareSaves = z.strictObject({
  projectId: ProjectId,
  snapshotId: SnapshotId,
  with: SnapshotId.optional(),
});

const SaveHead = HistoryEntry.pick({
  snapshotId: true,
  seq: true,
  at: true,
  author: true,
  authorName: true,
  cause: true,
  reason: true,
});

/** Statuses are told from the save: `missing` was set then and is not now, `extra` is set now only. */
export const ComparedSaves = z.object({
  environment: z.string(),
  configuration: z.string(),
  save: SaveHead,
  with: SaveHead,
  variables: z.array(
    z.object({
      key: z.string(),
      status: CompareStatus,
      visibility: Visibility,
      isReference: z.boolean(),
      /** In the save; undefined where it did not hold the variable. */
      version: z.number().optional(),
    }),
  ),
});
export type ComparedSaves = z.infer<typeof ComparedSaves>;
