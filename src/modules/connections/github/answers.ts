import * as z from "zod";

/** The fields that are used of what GitHub answers; whatever else is there is not looked at. */
export const UserAnswer = z.object({ id: z.number(), login: z.string() });

export const RepositoryAnswer = z.object({
  name: z.string(),
  owner: z.object({ login: z.string() }),
  private: z.boolean(),
  description: z.string().nullable(),
  default_branch: z.string(),
  html_url: z.string(),
  clone_url: z.string(),
});
export type RepositoryAnswer = z.infer<typeof RepositoryAnswer>;

export const RefAnswer = z.object({ ref: z.string(), object: z.object({ sha: z.string() }) });

export const TreeAnswer = z.object({
  sha: z.string(),
  truncated: z.boolean().optional(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string().optional() })),
});

export const CreatedTreeAnswer = z.object({ sha: z.string() });
export const BlobAnswer = z.object({ sha: z.string() });
export const CommitAnswer = z.object({ sha: z.string(), html_url: z.string() });

/** One of the list of a branch's commits. */
export const HistoryAnswer = z.array(
  z.object({
    sha: z.string(),
    html_url: z.string(),
    commit: z.object({ message: z.string(), tree: z.object({ sha: z.string() }) }),
    parents: z.array(z.object({ sha: z.string() })),
  }),
);

export const RefusalAnswer = z.object({
  message: z.string(),
  errors: z
    .array(z.union([z.string(), z.object({ message: z.string().optional(), field: z.string().optional() })]))
    .optional(),
});
