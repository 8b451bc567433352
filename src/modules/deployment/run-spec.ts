import { z } from "zod";
import { Platform } from "./schema";

/** What the run of a deployment needs to know; the rest is on its row. */
export const DeploymentSpec = z.object({
  projectId: z.string(),
  platform: Platform,
  environment: z.string(),
  name: z.string(),
  sourceId: z.string().nullable(),
  timeoutSeconds: z.number(),
  /** The deployment whose files are used again as they are (roll back). */
  filesOf: z.string().nullable(),
});
export type DeploymentSpec = z.infer<typeof DeploymentSpec>;

export const deploymentKind = "deployment";
