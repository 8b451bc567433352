import * as z from "zod";
import { ScaffoldConfig } from "../schema";
import { maxDescription } from "./limits";

export const DescribeStack = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1, "Describe the app in a sentence.")
    .max(maxDescription, `Use at most ${maxDescription} characters.`),
  /** The name to keep when the sentence gives none. */
  name: z.string().max(200).optional(),
});

/** What a description became. It changes nothing by itself: the wizard shows it, and a person goes on from there. */
export const DescribedStack = z.object({
  /** Complete and allowed by the rules. */
  config: ScaffoldConfig,
  source: z.enum(["model", "keywords"]),
  /** False when nothing in the text named a choice; the configuration is then the default one. */
  isUnderstood: z.boolean(),
  /** Ids of the rules that changed something, in the order they were applied. */
  applied: z.array(z.string()),
  /** Sentences for people: who chose, what, which rules repaired it, and what is not offered. */
  notes: z.array(z.string()),
});
export type DescribedStack = z.infer<typeof DescribedStack>;
