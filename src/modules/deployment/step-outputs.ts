import { z } from "zod";

/** What finished steps left behind for whoever looks at the deployment. */
const Outputs = z.object({
  isolation: z.enum(["bubblewrap", "process"]).optional(),
  folder: z.string().optional(),
  variableNames: z.array(z.string()).default([]),
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
