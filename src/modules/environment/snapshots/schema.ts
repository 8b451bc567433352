import * as z from "zod";
import { EnvironmentRef, ProjectId, Saving, SnapshotId, VariableKey } from "../schema";

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
  keys: z.array(VariableKey).min(1).max(1_000).optional(),
});
