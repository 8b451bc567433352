import * as z from "zod";
import { ConfigurationName, EnvironmentName, PlainText, ProjectId, Saving, VariableKey } from "../schema";

const Side = z.strictObject({ environment: EnvironmentName, configuration: ConfigurationName.optional() });
export type CopySide = z.infer<typeof Side>;

export const CompareEnvironments = z.strictObject({
  projectId: ProjectId,
  from: Side,
  to: Side,
  search: PlainText.max(200).optional(),
});

/** `missing` is set in the first only, `extra` in the second only. */
export const CompareStatus = z.enum(["same", "different", "missing", "extra"]);
export type CompareStatus = z.infer<typeof CompareStatus>;

export const ComparedVariable = z.object({
  key: z.string(),
  status: CompareStatus,
  /** A reference that cannot be resolved; the variable counts as different. */
  problem: z.string().optional(),
});
export type ComparedVariable = z.infer<typeof ComparedVariable>;

export const Comparison = z.object({
  variables: z.array(ComparedVariable),
  counts: z.record(CompareStatus, z.number()),
});
export type Comparison = z.infer<typeof Comparison>;

/** Copies values inside the server; `preview` only says what would happen. */
export const CopyVariables = Saving.extend({
  projectId: ProjectId,
  from: Side,
  to: Side,
  /** All of them when left out. */
  keys: z.array(VariableKey).min(1).max(10_000).optional(),
  preview: z.boolean().default(false),
});

export const CopiedVariables = z.object({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  unchanged: z.array(z.string()),
  merged: z.array(z.string()),
  /** The latest save of the target before the copy, to expect when the preview is carried out; null before its first. */
  previousSnapshotId: z.string().nullable(),
  /** Undefined for a preview. */
  snapshotId: z.string().optional(),
});
export type CopiedVariables = z.infer<typeof CopiedVariables>;
