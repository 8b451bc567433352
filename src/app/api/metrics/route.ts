import { requestCtx } from "@/modules/identity";
import { AppError } from "@/server/errors";
import { route } from "@/server/http";
import { getMetrics } from "@/server/metrics";

export const dynamic = "force-dynamic";

/** Prometheus text; needs a token or a session. */
export const GET = route("/api/metrics", async (request) => {
  if (!(await requestCtx(request))) {
    throw new AppError(
      "UNAUTHENTICATED",
      "Metrics need a token: send Authorization: Bearer berth_... with the request.",
    );
  }
  const { registry } = getMetrics();
  return new Response(await registry.metrics(), { headers: { "content-type": registry.contentType } });
});
