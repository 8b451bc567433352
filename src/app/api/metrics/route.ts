import { requestCtx } from "@/modules/identity";
import { route, signedIn } from "@/server/http";
import { getMetrics } from "@/server/metrics";

export const dynamic = "force-dynamic";

/** Prometheus text; needs a token or a session. */
export const GET = route("/api/metrics", async (request) => {
  signedIn(await requestCtx(request));
  const { registry } = getMetrics();
  return new Response(await registry.metrics(), { headers: { "content-type": registry.contentType } });
});
