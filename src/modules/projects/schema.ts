import * as z from "zod";

export const ProjectSummary = z.object({
  id: z.string(),
  name: z.string(),
  /** The scaffold configuration; null for a project Berth did not generate. */
  config: z.unknown(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;

const reservedNames = new Set([
  ..."con prn aux nul node-modules favicon localhost berth www api".split(" "),
  ...Array.from({ length: 10 }, (_, digit) => [`com${digit}`, `lpt${digit}`]).flat(),
]);

/** A name that is safe as a folder, a host label and an npm package name at once (a DNS label holds 63). */
export const ProjectName = z
  .string()
  .min(1, "Give the project a name.")
  .max(50, "Use at most 50 characters.")
  .regex(
    /^[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/,
    "Use lower-case letters, digits and single dashes, starting with a letter, such as my-shop.",
  )
  .refine(
    (name) => !reservedNames.has(name),
    "This name is reserved by an operating system or by npm; choose another.",
  );

const maxConfigCharacters = 64 * 1024;

export const CreateProject = z.strictObject({
  name: ProjectName,
  config: z
    .unknown()
    .optional()
    .refine(
      (config) => (JSON.stringify(config) ?? "").length <= maxConfigCharacters,
      "The configuration is over 64 KB.",
    ),
});

export const ProjectId = z.strictObject({ id: z.string().min(1).max(64) });
