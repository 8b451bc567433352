import * as z from "zod";

/** Portable names only: letters, digits and underscores, not starting with a digit, at most 255 characters. */
export const VariableKey = z
  .string()
  .max(255, "Use at most 255 characters.")
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "Use letters, digits and underscores, not starting with a digit.")
  .refine((key) => !["__proto__", "constructor", "prototype"].includes(key), "This name is reserved.");

const maxValueBytes = 65_536;

/** At most 64 KiB of UTF-8 without a NUL byte (an environment string cannot hold one). */
export const VariableValue = z
  .string()
  .refine((value) => new TextEncoder().encode(value).length <= maxValueBytes, "Use at most 64 KiB.")
  .refine((value) => !value.includes("\0"), "A value cannot contain a NUL byte.")
  .refine((value) => value.isWellFormed(), "A value must be well-formed Unicode.");

const EnvironmentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "Use lower-case letters, digits and dashes, such as production.");

export const CheckStatus = z.enum(["ok", "generated", "provided", "skipped", "missing", "warning", "error"]);
export type CheckStatus = z.infer<typeof CheckStatus>;

/** One line of `berth env check` and of the wizard's environment step. `status` error and missing block a deploy. */
export const VariableCheck = z.object({
  key: z.string(),
  required: z.boolean(),
  sensitive: z.boolean(),
  status: CheckStatus,
  message: z.string(),
  description: z.string(),
  example: z.string().optional(),
  validation: z.string().optional(),
});
export type VariableCheck = z.infer<typeof VariableCheck>;

export const EnvironmentCheck = z.object({ valid: z.boolean(), variables: z.array(VariableCheck) });
export type EnvironmentCheck = z.infer<typeof EnvironmentCheck>;

/** A stored variable without its value. */
export const VariableSummary = z.object({
  id: z.string(),
  key: z.string(),
  sensitive: z.boolean(),
  version: z.number(),
  updatedAt: z.string(),
  author: z.string(),
  /** Only of variables that are not sensitive. */
  value: z.string().optional(),
});
export type VariableSummary = z.infer<typeof VariableSummary>;

const ProjectId = z.string().min(1).max(64);

export const EnvironmentRef = z.strictObject({
  projectId: ProjectId,
  environment: EnvironmentName.default("production"),
});

const maxVariables = 1_000;

export const SetVariables = EnvironmentRef.extend({
  /** Empty text is a value. */
  variables: z
    .record(VariableKey, z.strictObject({ value: VariableValue, sensitive: z.boolean().default(true) }))
    .refine((variables) => Object.keys(variables).length <= maxVariables, "Set at most 1,000 variables at once."),
  cause: z.string().max(200).default("edit"),
});

export const UnsetVariables = EnvironmentRef.extend({ keys: z.array(VariableKey).min(1).max(maxVariables) });

export const RevealVariable = EnvironmentRef.extend({ key: VariableKey });

/** What a save did, by name. */
export const SavedVariables = z.object({
  snapshotId: z.string(),
  added: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
});
export type SavedVariables = z.infer<typeof SavedVariables>;

export const EnvironmentSummary = z.object({ name: z.string(), count: z.number() });
export type EnvironmentSummary = z.infer<typeof EnvironmentSummary>;

export const TargetPlatform = z.enum(["local", "vercel", "railway", "render"]);
export type TargetPlatform = z.infer<typeof TargetPlatform>;

/** Values to check without storing them; names that are not valid are reported, not refused. */
export const CheckEnvironment = z.strictObject({
  config: z.unknown(),
  values: z
    .record(z.string().max(1_000), z.string().max(maxValueBytes * 2))
    .refine((values) => Object.keys(values).length <= maxVariables, "Check at most 1,000 variables at once."),
  platform: TargetPlatform.default("local"),
});
