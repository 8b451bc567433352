import * as z from "zod";
import { ConfigurationName, EnvironmentName, EnvironmentRef, PlainText, ProjectId } from "../schema";

export const ConfigurationSummary = z.object({
  id: z.string(),
  environment: z.string(),
  name: z.string(),
  description: z.string(),
  baseEnvironment: z.string().nullable(),
  isActive: z.boolean(),
  count: z.number(),
  snapshotId: z.string().nullable(),
  createdAt: z.string(),
});
export type ConfigurationSummary = z.infer<typeof ConfigurationSummary>;

/** Without an environment: those of all environments of the project. */
export const ListConfigurations = z.strictObject({ projectId: ProjectId, environment: EnvironmentName.optional() });

/** The configuration is active when its environment has no other. */
export const CreateConfiguration = EnvironmentRef.omit({ configuration: true }).extend({
  name: ConfigurationName,
  description: PlainText.max(500).default(""),
  baseEnvironment: EnvironmentName.nullable().default(null),
});

export const UpdateConfiguration = EnvironmentRef.extend({
  name: ConfigurationName.optional(),
  description: PlainText.max(500).optional(),
  baseEnvironment: EnvironmentName.nullable().optional(),
});

export const NamedConfiguration = EnvironmentRef.required({ configuration: true });
