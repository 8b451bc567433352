import { protectedProcedure, router } from "@/server/trpc";
import { SaveModel, TestModel } from "./schema";
import { getModelSettings, removeModelSettings, saveModelSettings, testModel } from "./service";

export const modelsRouter = router({
  get: protectedProcedure.query(({ ctx }) => getModelSettings(ctx)),
  save: protectedProcedure.input(SaveModel).mutation(({ ctx, input }) => saveModelSettings(ctx, input)),
  remove: protectedProcedure.mutation(({ ctx }) => removeModelSettings(ctx)),
  // A mutation although it changes nothing: it carries a key and costs money, so it is never repeated or cached.
  test: protectedProcedure.input(TestModel).mutation(({ ctx, input }) => testModel(ctx, input)),
});
