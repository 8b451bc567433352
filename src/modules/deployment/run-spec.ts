import { z } from "zod";
import { DeployCause, DeploySettings, DeployTarget, Platform } from "./schema";

/** What the run of a deployment needs to know; the rest is on its row. */
export const DeploymentSpec = z.object({
  projectId: z.string(),
  platform: Platform,
  environment: z.string(),
  name: z.string(),
  sourceId: z.string().nullable(),
  timeoutSeconds: z.number(),
  /** The deployment whose files are used again as they are (roll back, promote). */
  filesOf: z.string().nullable(),
  /** The deployment of this machine whose built release runs once more, with other variables (reload). */
  releaseOf: z.string().nullable().default(null),
  /** The account on the platform; null on this machine. */
  connectionId: z.string().nullable().default(null),
  target: DeployTarget.default("production"),
  /** A PostgreSQL is made beside the app on its platform where it needs one. */
  database: z.literal("create").nullable().default(null),
  cause: DeployCause.default("deploy"),
  /** What the secret scan finds and an owner allowed, by fingerprint. */
  allowedSecrets: z.array(z.string()).default([]),
  /** As they were when the deployment was made, so that a repeat does the same. */
  settings: DeploySettings.default({}),
});
export type DeploymentSpec = z.infer<typeof DeploymentSpec>;

/** Deployments to this machine wait for its builds; those to a platform do not. */
export const deploymentKind = "deployment";
export const hostedDeploymentKind = "hosted-deployment";
/** Builds nothing, so it does not wait for those that do. */
export const reloadKind = "reload";

export function kindOf({ platform, releaseOf }: Pick<DeploymentSpec, "platform" | "releaseOf">): string {
  if (platform !== "local") return hostedDeploymentKind;
  return releaseOf === null ? deploymentKind : reloadKind;
}
