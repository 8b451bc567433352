import { z } from "zod";
import { protectedProcedure, router } from "@/server/trpc";
import { catalogOptions, catalogVersion, generate, parseConfig, rules, variablesOf } from "./pure";

/** Anything: parseConfig says in words what is wrong with it, which a bare schema error would not. */
const UntrustedConfig = z.object({ config: z.unknown() });

export const scaffoldRouter = router({
  options: protectedProcedure.query(() => ({ catalogVersion, groups: catalogOptions, rules })),
  generate: protectedProcedure.input(UntrustedConfig).query(async ({ input }) => {
    const config = parseConfig(input.config);
    return { catalogVersion, config, files: await generate(config) };
  }),
  variables: protectedProcedure.input(UntrustedConfig).query(({ input }) => variablesOf(parseConfig(input.config))),
});
