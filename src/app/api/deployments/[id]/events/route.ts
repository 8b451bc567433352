import { watchDeployment } from "@/modules/deployment";
import { requestCtx } from "@/modules/identity";
import { AppError } from "@/server/errors";
import { route } from "@/server/http";
import { eventStreamResponse, resumePoint } from "@/server/sse";

export const dynamic = "force-dynamic";

interface Params {
  params: Promise<{ id: string }>;
}

/** The events of a deployment as they happen; resumes by Last-Event-ID or ?after=. */
export const GET = route("/api/deployments/[id]/events", async (request, _context, { params }: Params) => {
  const ctx = await requestCtx(request);
  if (!ctx) throw new AppError("UNAUTHENTICATED", "Sign in first, or send Authorization: Bearer berth_...");
  const { id } = await params;
  const events = await watchDeployment({ ...ctx, signal: request.signal }, { id, after: resumePoint(request) });
  return eventStreamResponse(request, events);
});
