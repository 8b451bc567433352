import { anonymousCtx, pollDevice } from "@/modules/identity";
import { route } from "@/server/http";
import { readJsonBody } from "@/server/web/body";

/** What the person decided about a device code; hands out the token once. */
export const POST = route("device token", async (request) => {
  const ctx = await anonymousCtx(request.headers);
  return Response.json(await pollDevice(ctx, await readJsonBody(request)), {
    headers: { "cache-control": "no-store" },
  });
});
