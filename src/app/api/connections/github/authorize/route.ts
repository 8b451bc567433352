import { startGithubSignIn } from "@/modules/connections";
import { requestCtx } from "@/modules/identity";
import { getEnv } from "@/server/env";
import { route, signedIn } from "@/server/http";
import { safeReturnPath } from "@/server/web/guard";
import { isHttps, requestBase } from "@/server/web/host";
import { attemptCookie, callbackPath } from "../attempt-cookie";

export const dynamic = "force-dynamic";

/** Sends the browser to GitHub, where the person says what Berth may do. */
export const GET = route("/api/connections/github/authorize", async (request) => {
  const ctx = signedIn(await requestCtx(request));
  const callback = requestBase(request.headers, getEnv()) + callbackPath;
  const { url, ...attempt } = await startGithubSignIn(ctx, { callback });
  const wanted = new URL(request.url).searchParams.get("return");
  const returnTo = wanted === null ? "/connections" : safeReturnPath(wanted);
  const headers = new Headers({ location: url, "cache-control": "no-store" });
  headers.append("set-cookie", attemptCookie({ ...attempt, returnTo }, isHttps(getEnv())));
  return new Response(null, { status: 303, headers });
});
