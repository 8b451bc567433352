import { z } from "zod";

export const ProjectSummary = z.object({
  id: z.string(),
  name: z.string(),
  /** The scaffold configuration; null for a project Berth did not generate. */
  config: z.unknown(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;

export const CreateProject = z.strictObject({
  name: z.string().min(1).max(50),
  config: z.unknown().optional(),
});
