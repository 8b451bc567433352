import * as z from "zod";

/** Findings of the secret scan that may go out all the same, by fingerprint; for an owner to say. */
export const AllowSecrets = z
  .array(z.string().regex(/^[0-9a-f]{16}$/, "Use the 16 characters of a fingerprint."))
  .max(50)
  .optional();

/** A repository as a person names it: its address, or the page of a branch or a folder of it. */
export const RepositoryRef = z.strictObject({
  url: z.string().min(1).max(500),
  /** The GitHub account to read a private one with. */
  connectionId: z.string().max(64).optional(),
});
export type RepositoryRef = z.infer<typeof RepositoryRef>;

/** The files of a deployment, or of a project as it is now. */
export const PushToGithub = z
  .strictObject({
    deploymentId: z.string().max(64).optional(),
    projectId: z.string().max(64).optional(),
    /** Id or name of a GitHub account; may be left out where there is one. */
    connectionId: z.string().max(64).optional(),
    /** Of the repository; the project's name unless told. */
    name: z
      .string()
      .regex(/^(?!\.{1,2}$)[\w.-]{1,100}$/, "Use letters, digits and . - _, at most 100 of them.")
      .optional(),
    isPrivate: z.boolean().default(true),
    allowSecrets: AllowSecrets,
  })
  .refine(({ deploymentId, projectId }) => (deploymentId === undefined) !== (projectId === undefined), {
    message: "Name a deployment or a project, one of the two.",
    path: ["projectId"],
  });
export type PushToGithub = z.input<typeof PushToGithub>;

export const PushedToGithub = z.object({
  /** The page of the repository. */
  url: z.string(),
  commit: z.string(),
  commitUrl: z.string(),
  /** `owner/name`. */
  repository: z.string(),
  isPrivate: z.boolean(),
  wasCreated: z.boolean(),
  /** The repository held these very files already. */
  wasUnchanged: z.boolean(),
  /** Files that are there to hold secrets, which are never pushed. */
  leftOut: z.array(z.string()),
  emulated: z.boolean().optional(),
});
export type PushedToGithub = z.infer<typeof PushedToGithub>;

export const ListRepositories = z.strictObject({ connectionId: z.string().max(64).optional() }).prefault({});
export type ListRepositories = z.input<typeof ListRepositories>;

/** A repository of a connected account. */
export const AccountRepository = z.object({
  /** `owner/name`. */
  repository: z.string(),
  url: z.string(),
  branch: z.string(),
  isPrivate: z.boolean(),
});
export type AccountRepository = z.infer<typeof AccountRepository>;
