import { z } from "zod";
import { protectedProcedure, router } from "@/server/trpc";
import { getMe, setPassword } from "./accounts";
import { decideDevice, getDevice } from "./devices";
import { CreateToken, SetPassword, UserCode } from "./schema";
import { listSessions, signOut, signOutEverywhere } from "./sessions";
import { createToken, listTokens, revokeToken } from "./tokens";

export const identityRouter = router({
  me: protectedProcedure.query(({ ctx }) => getMe(ctx)),
  setPassword: protectedProcedure.input(SetPassword).mutation(({ ctx, input }) => setPassword(ctx, input)),
  tokens: router({
    list: protectedProcedure.query(({ ctx }) => listTokens(ctx)),
    create: protectedProcedure.input(CreateToken).mutation(({ ctx, input }) => createToken(ctx, input)),
    revoke: protectedProcedure
      .input(z.strictObject({ id: z.string().max(64) }))
      .mutation(({ ctx, input }) => revokeToken(ctx, input.id)),
  }),
  sessions: protectedProcedure.query(({ ctx }) => listSessions(ctx)),
  signOut: protectedProcedure.mutation(({ ctx }) => signOut(ctx)),
  signOutEverywhere: protectedProcedure.mutation(({ ctx }) => signOutEverywhere(ctx)),
  deviceInfo: protectedProcedure
    .input(z.strictObject({ userCode: UserCode }))
    .query(({ ctx, input }) => getDevice(ctx, input.userCode)),
  approveDevice: protectedProcedure
    .input(z.strictObject({ userCode: UserCode, approve: z.boolean() }))
    .mutation(({ ctx, input }) => decideDevice(ctx, input.userCode, input.approve)),
});
