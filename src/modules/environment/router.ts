import { protectedProcedure, router } from "@/server/trpc";
import { CheckEnvironment, EnvironmentRef, RevealVariable, SetVariables, UnsetVariables } from "./schema";
import {
  checkEnvironmentFor,
  listEnvironments,
  listVariables,
  revealVariable,
  setVariables,
  unsetVariables,
} from "./service";
import { vaultRouter } from "./vault/router";

export const environmentRouter = router({
  vault: vaultRouter,
  // Mutations where values travel or are read: they must not stand in an address, nor be cached or prefetched.
  check: protectedProcedure.input(CheckEnvironment).mutation(({ ctx, input }) => checkEnvironmentFor(ctx, input)),
  environments: protectedProcedure
    .input(EnvironmentRef.pick({ projectId: true }))
    .query(({ ctx, input }) => listEnvironments(ctx, input)),
  list: protectedProcedure.input(EnvironmentRef).query(({ ctx, input }) => listVariables(ctx, input)),
  set: protectedProcedure.input(SetVariables).mutation(({ ctx, input }) => setVariables(ctx, input)),
  unset: protectedProcedure.input(UnsetVariables).mutation(({ ctx, input }) => unsetVariables(ctx, input)),
  reveal: protectedProcedure.input(RevealVariable).mutation(({ ctx, input }) => revealVariable(ctx, input)),
});
