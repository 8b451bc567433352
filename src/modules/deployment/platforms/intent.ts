import { z } from "zod";
import type { ActiveStep } from "@/server/runs";

/** What the row of an app says of the version that serves. */
export const Serving = z.object({
  currentDeploymentId: z.string().nullable(),
  pid: z.number().nullable(),
  pidStartedAt: z.string().nullable(),
  port: z.number().nullable(),
  restarts: z.number(),
  desired: z.string(),
});
export type Serving = z.infer<typeof Serving>;

/** What a step of the local platform notes before it acts, so that a repeat after a crash finds it. */
const Intent = z.object({
  /** The private port of the process that the step started. */
  port: z.number().optional(),
  /** What served before the address was led to the new version. */
  former: Serving.optional(),
});
type Intent = z.infer<typeof Intent>;

export function readIntent(stored: unknown): Intent {
  return Intent.safeParse(stored).data ?? {};
}

/** Notes more, and keeps what was noted before. */
export function addIntent(step: ActiveStep, more: Intent): Promise<void> {
  return step.saveIntent({ ...readIntent(step.intent), ...more });
}
