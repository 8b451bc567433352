import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "@/server/context";
import { runStep } from "@/server/tables";

/** What finished steps left behind for whoever looks at the deployment. */
const Outputs = z.object({
  isolation: z.enum(["bubblewrap", "process"]).optional(),
  folder: z.string().optional(),
  variableNames: z.array(z.string()).default([]),
  allowedNames: z.array(z.string()).default([]),
  featuresOff: z.array(z.object({ feature: z.string(), missing: z.array(z.string()) })).default([]),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })).default([]),
});
export type Outputs = z.infer<typeof Outputs>;

/** Later steps know better: what the running app reports replaces what was planned. */
export function readOutputs(steps: readonly { output: unknown }[]): Outputs {
  const known: Record<string, unknown> = {};
  for (const { output } of steps) if (typeof output === "object" && output !== null) Object.assign(known, output);
  return Outputs.parse(known);
}

/** The names that change how programs start and that a deployment was allowed to pass on. */
export async function readAllowedNames({ db }: Pick<Ctx, "db">, deploymentId: string): Promise<string[]> {
  const isConfigured = and(eq(runStep.runId, deploymentId), eq(runStep.name, "configure-environment"));
  return readOutputs(await db.select({ output: runStep.output }).from(runStep).where(isConfigured)).allowedNames;
}
