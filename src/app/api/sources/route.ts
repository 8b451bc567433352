import { createSource } from "@/modules/deployment";
import { requestCtx } from "@/modules/identity";
import { AppError } from "@/server/errors";
import { route } from "@/server/http";

export const dynamic = "force-dynamic";

/** Takes in a project as a ZIP in the body, and answers the id to deploy it by. */
export const POST = route("/api/sources", async (request) => {
  const ctx = await requestCtx(request);
  if (!ctx) throw new AppError("UNAUTHENTICATED", "Sign in first, or send Authorization: Bearer berth_...");
  return Response.json(await createSource(ctx, request.body), { status: 201 });
});
