import { anonymousCtx, startDevice } from "@/modules/identity";
import { getEnv } from "@/server/env";
import { route } from "@/server/http";
import { readJsonBody } from "@/server/web/body";
import { requestBase } from "@/server/web/host";

/** Begins `berth login` (RFC 8628). */
export const POST = route("device code", async (request) => {
  const ctx = await anonymousCtx(request.headers);
  return Response.json(await startDevice(ctx, await readJsonBody(request), requestBase(request.headers, getEnv())), {
    headers: { "cache-control": "no-store" },
  });
});
