import { finishGithubSignIn } from "@/modules/connections";
import { requestCtx } from "@/modules/identity";
import { getEnv } from "@/server/env";
import { AppError } from "@/server/errors";
import { route, signedIn } from "@/server/http";
import { isHttps, requestBase } from "@/server/web/host";
import { callbackPath, endedAttemptCookie, readAttempt } from "../attempt-cookie";

export const dynamic = "force-dynamic";

/** Where GitHub sends the browser back to: connects the account, and leads to the page the person came from. */
export const GET = route("/api/connections/github/callback", async (request) => {
  const query = new URL(request.url).searchParams;
  const attempt = readAttempt(request, query.get("state") ?? "");
  // An answer nobody here asked for may be somebody else's account.
  if (!attempt) return leadTo("/connections?github=expired");
  const code = query.get("code");
  if (code === null)
    return leadTo(`/connections?github=${query.get("error") === "access_denied" ? "denied" : "failed"}`);
  const ctx = signedIn(await requestCtx(request));
  const callback = requestBase(request.headers, getEnv()) + callbackPath;
  try {
    await finishGithubSignIn(ctx, { code, verifier: attempt.verifier, callback });
  } catch (error) {
    if (!AppError.is(error) || error.code === "INTERNAL") throw error;
    ctx.log.warn({ err: error }, "connecting a GitHub account failed");
    return leadTo("/connections?github=failed");
  }
  return leadTo(attempt.returnTo);
});

function leadTo(path: string): Response {
  const headers = new Headers({ location: path, "cache-control": "no-store" });
  headers.append("set-cookie", endedAttemptCookie(isHttps(getEnv())));
  return new Response(null, { status: 303, headers });
}
