import { createMachineLink, requestCtx } from "@/modules/identity";
import { getEnv } from "@/server/env";
import { AppError } from "@/server/errors";
import { route } from "@/server/http";
import { requestBase } from "@/server/web/host";

/** A fresh sign-in link for `berth open`. */
export const POST = route("sign-in link for the CLI", async (request) => {
  const ctx = await requestCtx(request);
  if (!ctx)
    throw new AppError(
      "UNAUTHENTICATED",
      "The token is not known here. Is this the Berth that wrote BERTH_HOME/cli.json?",
    );
  const url = await createMachineLink(ctx, requestBase(request.headers, getEnv()));
  return Response.json({ url }, { headers: { "cache-control": "no-store" } });
});
