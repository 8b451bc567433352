import * as z from "zod";

/** Where the value of a variable comes from, and why it cannot be had. */
export const ResolvedVariable = z.object({
  key: z.string(),
  /** The environment it is inherited from. */
  inheritedFrom: z.string().optional(),
  isReference: z.boolean(),
  /** What the value was put together from, such as `production.HOST`. */
  sources: z.array(z.string()),
  /** Only when the variable and all its sources are plain. */
  value: z.string().optional(),
  problem: z.string().optional(),
});
export type ResolvedVariable = z.infer<typeof ResolvedVariable>;
