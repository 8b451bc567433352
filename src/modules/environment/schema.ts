import { z } from "zod";

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

export const EnvironmentName = z
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

export const SetVariables = z.strictObject({
  projectId: z.string(),
  environment: EnvironmentName.default("production"),
  /** Empty text is a value. */
  variables: z.record(VariableKey, z.strictObject({ value: VariableValue, sensitive: z.boolean().default(true) })),
  cause: z.string().max(200).default("edit"),
});

export const EnvironmentRef = z.strictObject({
  projectId: z.string(),
  environment: EnvironmentName.default("production"),
});
