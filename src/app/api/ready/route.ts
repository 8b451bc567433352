import { route } from "@/server/http";
import { readiness } from "@/server/readiness";

export const dynamic = "force-dynamic";

/** Readiness: 503 while draining or without a database. */
export const GET = route("/api/ready", async () => {
  const state = await readiness();
  return Response.json(state, {
    status: state.status === "ready" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
});
