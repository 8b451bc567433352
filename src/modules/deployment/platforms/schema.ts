import * as z from "zod";

export const Platform = z.enum(["local", "vercel", "railway", "render"]);
export type Platform = z.infer<typeof Platform>;

/** Where a platform tells them apart: what visitors get, or a deployment to look at first. */
export const DeployTarget = z.enum(["production", "preview"]);
export type DeployTarget = z.infer<typeof DeployTarget>;
