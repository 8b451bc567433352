import * as z from "zod";

/** Portable names only: letters, digits and underscores, not starting with a digit, at most 255 characters. */
export const VariableKey = z
  .string()
  .max(255, "Use at most 255 characters.")
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: ({ input }) => tellMisnamed(String(input)) })
  .refine((key) => !["__proto__", "constructor", "prototype"].includes(key), "This name is reserved.");

/** A look-alike of a letter is named by its code, since it cannot be told by sight. */
function tellMisnamed(name: string): string {
  const rule = "Use letters, digits and underscores, not starting with a digit.";
  const odd = Array.from(name).find((char) => (char.codePointAt(0) ?? 0) > 127);
  const code = odd?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return code === undefined ? rule : `It holds the character U+${code}, which may look like another one. ${rule}`;
}

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

export const VariableType = z.enum([
  "string",
  "number",
  "boolean",
  "json",
  "url",
  "email",
  "port",
  "enum",
  "duration",
  "multiline",
  "secret",
]);
export type VariableType = z.infer<typeof VariableType>;

/** `plain` is shown, `masked` when it is asked for, `restricted` never again. */
export const Visibility = z.enum(["plain", "masked", "restricted"]);
export type Visibility = z.infer<typeof Visibility>;

/** Text that a database and a process can hold. */
export const PlainText = z
  .string()
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "A text holds a NUL byte or is no valid Unicode.");

/** What is known of a variable beside its value. */
export const VariableMetadata = z.strictObject({
  type: VariableType,
  required: z.boolean(),
  description: PlainText.max(1_000),
  example: PlainText.max(1_000).nullable(),
  /** Id of the provider rule to check with; null finds it by the name. */
  rule: PlainText.max(100).nullable(),
  /** In RE2 syntax; the whole value has to match. */
  pattern: PlainText.min(1).max(512, "Use a pattern of at most 512 characters.").nullable(),
  /** The values of an enum. */
  options: z.array(PlainText.max(200)).min(1).max(100).nullable(),
  visibility: Visibility,
});
export type VariableMetadata = z.infer<typeof VariableMetadata>;

/** What stays unsaid stays as it is. */
export const MetadataPatch = VariableMetadata.partial();
export type MetadataPatch = z.infer<typeof MetadataPatch>;

/** A stored variable; its value only when it is plain. */
export const VariableSummary = VariableMetadata.extend({
  id: z.string(),
  key: z.string(),
  /** Not plain. */
  sensitive: z.boolean(),
  version: z.number(),
  updatedAt: z.string(),
  author: z.string(),
  authorName: z.string(),
  /** The value holds references such as `${{production.KEY}}`. */
  isReference: z.boolean(),
  /** The environment it comes from, where this one sets no value of its own. */
  inheritedFrom: z.string().optional(),
  value: z.string().optional(),
  /** Of a name that changes how programs start: whether apps on this machine get this value. */
  reserved: z.enum(["refused", "allowed"]).optional(),
});
export type VariableSummary = z.infer<typeof VariableSummary>;

export const ProjectId = z.string().min(1).max(64);

export const ConfigurationName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "Use lower-case letters, digits and dashes, such as blue.");

export const EnvironmentRef = z.strictObject({
  projectId: ProjectId,
  environment: EnvironmentName.default("production"),
  /** One of the environment's configurations by name; the active one when left out. */
  configuration: ConfigurationName.optional(),
});
export type EnvironmentRef = z.infer<typeof EnvironmentRef>;

export const SnapshotId = z.string().min(1).max(64);

/** What the author says of a save, and the state the author saw: null is an environment without a save. */
export const Saving = z.strictObject({
  reason: PlainText.max(500).optional(),
  expectedSnapshotId: SnapshotId.nullable().optional(),
});

const maxVariables = 1_000;

export const SetVariables = EnvironmentRef.extend(Saving.shape).extend({
  /** Empty text is a value. */
  variables: z
    .record(
      VariableKey,
      MetadataPatch.extend({
        value: VariableValue,
        /** Short for a visibility: true is masked, false is plain. */
        sensitive: z.boolean().optional(),
        /** Reads `${{KEY}}` in the value as a reference; without it a `$` is a `$`. */
        isReference: z.boolean().default(false),
      }),
    )
    .refine((variables) => Object.keys(variables).length <= maxVariables, "Set at most 1,000 variables at once."),
  /** Removed in the same save. */
  unset: z.array(VariableKey).max(maxVariables, "Remove at most 1,000 variables at once.").default([]),
  cause: PlainText.max(200).default("edit"),
});

export const UnsetVariables = EnvironmentRef.extend(Saving.shape).extend({
  keys: z.array(VariableKey).min(1).max(maxVariables),
});

/** The same variable under another name. */
export const RenameVariable = EnvironmentRef.extend(Saving.shape).extend({ key: VariableKey, to: VariableKey });

/** Metadata by name; a variable that has no value yet can be described too. */
export const DescribeVariables = EnvironmentRef.extend({
  variables: z
    .record(VariableKey, MetadataPatch)
    .refine((variables) => Object.keys(variables).length <= maxVariables, "Describe at most 1,000 variables at once."),
});

/** Which names changed, and which stored values do not fit what is now said of them. */
export const DescribedVariables = z.object({
  described: z.array(z.string()),
  problems: z.array(z.object({ key: z.string(), message: z.string() })),
});
export type DescribedVariables = z.infer<typeof DescribedVariables>;

/** An owner's word that this value of a reserved name may reach the apps on this machine, or that it may not any more. */
export const AllowReserved = EnvironmentRef.extend({
  key: VariableKey,
  isAllowed: z.boolean(),
  /** The version that was looked at; another one meanwhile is a conflict. */
  version: z.number().int().positive().optional(),
});

export const RevealVariable = EnvironmentRef.extend({
  key: VariableKey,
  /** The value a save held instead of the one that holds now; the save names its environment itself. */
  snapshotId: SnapshotId.optional(),
});

/** What a save did, by name. */
export const SavedVariables = z.object({
  snapshotId: z.string(),
  added: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
  /** What others changed since the snapshot that was expected; it stands beside what was saved. */
  merged: z.array(z.string()),
});
export type SavedVariables = z.infer<typeof SavedVariables>;

/** `search` looks into names, descriptions and plain values. */
export const ListVariables = EnvironmentRef.extend({ search: PlainText.max(200).optional() });

export const EnvironmentSummary = z.object({
  name: z.string(),
  count: z.number(),
  configuration: z.string(),
  baseEnvironment: z.string().nullable(),
  /** Null before the first save. */
  snapshotId: z.string().nullable(),
});
export type EnvironmentSummary = z.infer<typeof EnvironmentSummary>;

/** One environment as it stands, read at one moment. */
export const CurrentEnvironment = z.object({
  configuration: z.string().nullable(),
  baseEnvironment: z.string().nullable(),
  /** To be sent back as `expectedSnapshotId`. */
  snapshotId: z.string().nullable(),
  variables: z.array(VariableSummary),
});
export type CurrentEnvironment = z.infer<typeof CurrentEnvironment>;

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
