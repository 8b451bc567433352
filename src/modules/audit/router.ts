import { protectedProcedure, router } from "@/server/trpc";
import { ListAudit, VerifyAudit } from "./schema";
import { auditFacets, listAudit, verifyAudit } from "./service";

export const auditRouter = router({
  list: protectedProcedure.input(ListAudit).query(({ ctx, input }) => listAudit(ctx, input)),
  facets: protectedProcedure.query(({ ctx }) => auditFacets(ctx)),
  // A mutation: that somebody checked is an entry of its own.
  verify: protectedProcedure.input(VerifyAudit).mutation(({ ctx, input }) => verifyAudit(ctx, input)),
});
