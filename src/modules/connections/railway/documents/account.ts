import { z } from "zod";
import { define } from "../document";

const Workspace = z.object({ id: z.string(), name: z.string() });

/** Answers for account and workspace tokens, not for project tokens. */
export const apiToken = define()(
  "query apiToken { apiToken { workspaces { id name } } }",
  z.object({ apiToken: z.object({ workspaces: z.array(Workspace) }) }),
);

/** Answers for account tokens only. */
export const me = define()(
  "query me { me { id name email } }",
  z.object({ me: z.object({ id: z.string(), name: z.string().nullable(), email: z.string() }) }),
);

/** Answers for project tokens only. */
export const projectToken = define()(
  "query projectToken { projectToken { id name projectId environmentId project { name } } }",
  z.object({
    projectToken: z.object({
      id: z.string(),
      name: z.string(),
      projectId: z.string(),
      environmentId: z.string(),
      project: z.object({ name: z.string() }),
    }),
  }),
);
