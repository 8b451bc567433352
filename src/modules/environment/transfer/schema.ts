import * as z from "zod";
import { EnvironmentRef, VariableKey } from "../schema";

const maxTextLength = 1_048_576;

/** Names and values as they were read; what cannot be stored is reported, not refused. */
export const PreviewImport = EnvironmentRef.extend({
  values: z
    .record(z.string().max(1_000), z.string().max(maxTextLength))
    .refine((values) => Object.keys(values).length <= 1_000, "Import at most 1,000 variables at once."),
});

const ImportStatus = z.enum(["added", "changed", "unchanged", "invalid"]);

/** One line of a preview. `message` says why it is invalid, or what to look at. */
export const ImportLine = z.object({ key: z.string(), status: ImportStatus, message: z.string().optional() });
export type ImportLine = z.infer<typeof ImportLine>;

export const ImportPreview = z.object({
  variables: z.array(ImportLine),
  /** Set in the environment and not in what was read. */
  absent: z.array(z.string()),
  /** To be sent as `expectedSnapshotId` when saving. */
  snapshotId: z.string().nullable(),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

/** `purpose` is said in the audit log. */
export const ExportVariables = EnvironmentRef.extend({
  keys: z.array(VariableKey).min(1).max(1_000).optional(),
  purpose: z.enum(["export", "run"]).default("export"),
});

export const ExportedVariables = z.object({
  variables: z.array(z.object({ key: z.string(), value: z.string() })),
  /** Left out: their values are never shown again. */
  restricted: z.array(z.string()),
});
export type ExportedVariables = z.infer<typeof ExportedVariables>;
