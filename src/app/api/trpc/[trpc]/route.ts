import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { requestCtx } from "@/modules/identity";
import { reportError, route } from "@/server/http";
import { appRouter } from "@/server/router";

const handler = route("/api/trpc", (request, { requestId }) =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async () => ({
      ctx: await requestCtx(request),
      requestId,
      report: (error, path) => void reportError(error, { requestId, route: path }),
    }),
  }),
);

export const dynamic = "force-dynamic";
export { handler as GET, handler as POST };
