import * as z from "zod";
import { describeProblem } from "@/ui/problem";

const Conflict = z.object({
  data: z.object({
    error: z.object({
      code: z.literal("CONFLICT"),
      message: z.string(),
      details: z.object({
        changedKeys: z.array(z.string()).default([]),
        changedBy: z.array(z.string()).default([]),
      }),
    }),
  }),
});

/** Why a save did not go through; `conflict` names what somebody else saved meanwhile, and who did. */
export interface SaveProblem {
  message: string;
  conflict?: { changedKeys: string[]; changedBy: string[] };
}

export function saveProblemOf(error: unknown): SaveProblem {
  const { message } = describeProblem(error);
  const parsed = Conflict.safeParse(error);
  return parsed.success ? { message, conflict: parsed.data.data.error.details } : { message };
}
