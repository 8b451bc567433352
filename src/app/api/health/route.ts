import { route } from "@/server/http";

export const dynamic = "force-dynamic";

/** Liveness: the process answers. */
export const GET = route("/api/health", async () =>
  Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } }),
);
