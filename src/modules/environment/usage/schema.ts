import * as z from "zod";
import { VariableSpec } from "@/modules/scaffold/schema";
import { EnvironmentRef, TargetPlatform } from "../schema";

/** A place that names a variable; `kind` says what sort of file it is. */
const VariablePlace = z.object({ file: z.string(), line: z.number(), kind: z.string() });

/** A variable a project reads, with where, as detection finds it. */
export const ReadVariable = VariableSpec.extend({
  provider: z.string().optional(),
  places: z.array(VariablePlace).optional(),
});
export type ReadVariable = z.infer<typeof ReadVariable>;

/** What is asked about: a configuration of Berth's, or the variables found in a project of another make. */
export const GetUsage = EnvironmentRef.extend({
  config: z.unknown().optional(),
  variables: z.array(ReadVariable).max(2_000).optional(),
  platform: TargetPlatform.default("local"),
});

/** `filled` needs nobody: Berth or the platform sets it, or the code has a default. `optional` is not set and need not be. */
export const UsageStatus = z.enum(["set", "missing", "filled", "optional", "unused"]);
export type UsageStatus = z.infer<typeof UsageStatus>;

export const VariableUsage = z.object({
  key: z.string(),
  status: UsageStatus,
  required: z.boolean(),
  sensitive: z.boolean(),
  description: z.string(),
  example: z.string().optional(),
  /** What is off without it; empty for a variable that nothing reads. */
  feature: z.string(),
  provider: z.string().optional(),
  /** Id of the rule it is checked with. */
  rule: z.string().optional(),
  /** The older name it is set under. */
  setAs: z.string().optional(),
  inheritedFrom: z.string().optional(),
  /** The name it was probably meant to be, for one that nothing reads. */
  meant: z.string().optional(),
  /** What happens while it is not set, in words. */
  message: z.string().optional(),
  /** The platform that sets it in every app it runs, so that it is referenced and not asked for. */
  suppliedBy: z.enum(["vercel", "railway", "render"]).optional(),
  /** Berth can make its value. */
  isGenerated: z.boolean(),
  hasTest: z.boolean(),
  places: z.array(VariablePlace),
});
export type VariableUsage = z.infer<typeof VariableUsage>;

export const Usage = z.object({
  variables: z.array(VariableUsage),
  counts: z.record(UsageStatus, z.number()),
  /** How many variables the project reads at all. */
  needed: z.number(),
  /** What was in force when it was compared, to be sent back with a save. */
  snapshotId: z.string().nullable(),
});
export type Usage = z.infer<typeof Usage>;
