import path from "node:path";
import { z } from "zod";
import { getEnv } from "@/server/env";
import { protectedProcedure, router } from "@/server/trpc";
import { describeStack } from "./describe/describe-stack";
import { DescribeStack } from "./describe/schema";
import { catalogOptions, catalogVersion, generate, parseConfig, rules, variablesOf } from "./pure";
import { readEvidence } from "./read-evidence";

/** Anything: parseConfig says in words what is wrong with it, which a bare schema error would not. */
const UntrustedConfig = z.object({ config: z.unknown() });

export const scaffoldRouter = router({
  options: protectedProcedure.query(() => ({ catalogVersion, groups: catalogOptions, rules })),
  generate: protectedProcedure.input(UntrustedConfig).query(async ({ input }) => {
    const config = parseConfig(input.config);
    return { catalogVersion, config, files: await generate(config) };
  }),
  evidence: protectedProcedure.query(() => readEvidence(path.join(getEnv().programDir, "evidence", "scaffold.json"))),
  // A mutation although it stores nothing: it may ask a paid model, so it is never repeated or cached.
  describe: protectedProcedure.input(DescribeStack).mutation(({ ctx, input }) => describeStack(ctx, input)),
  variables: protectedProcedure.input(UntrustedConfig).query(({ input }) => variablesOf(parseConfig(input.config))),
});
