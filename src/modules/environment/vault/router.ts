import { protectedProcedure, router } from "@/server/trpc";
import { RotateKeys, RotationId } from "./schema";
import { cancelRotation, getVaultStatus, rotateKeys } from "./verbs";

export const vaultRouter = router({
  status: protectedProcedure.query(({ ctx }) => getVaultStatus(ctx)),
  rotate: protectedProcedure.input(RotateKeys).mutation(({ ctx, input }) => rotateKeys(ctx, input)),
  cancel: protectedProcedure.input(RotationId).mutation(({ ctx, input }) => cancelRotation(ctx, input)),
});
