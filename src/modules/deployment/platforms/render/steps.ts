import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Json } from "@/server/runs";
import { runStep } from "@/server/tables";
import type { ActiveDeployment } from "../platform";

/** What a step of a deployment left behind, for work that comes after the steps. */
export async function readStepOf<T>(
  active: ActiveDeployment,
  name: string,
  shape: z.ZodType<T>,
): Promise<{ output: T | undefined; intent: Json | undefined }> {
  const [row] = await active.run.ctx.db
    .select({ output: runStep.output, intent: runStep.intent })
    .from(runStep)
    .where(and(eq(runStep.runId, active.id), eq(runStep.name, name)));
  return { output: shape.safeParse(row?.output).data, intent: (row?.intent ?? undefined) as Json | undefined };
}
