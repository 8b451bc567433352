import { endSession, requestCtx } from "@/modules/identity";
import { toAppError } from "@/server/errors";
import { readFormBody } from "@/server/web/body";
import { safeReturnPath } from "@/server/web/guard";
import { SignInRefused, signIn } from "./next-auth";

/** Signs in with a submitted form and leads on to where the person was going, or back to `page` with the reason. */
export async function signInWithForm(request: Request, provider: "link" | "password", page: string): Promise<Response> {
  const { next, ...credentials } = await readFormBody(request);
  const target = safeReturnPath(next);
  const before = await requestCtx(request);
  try {
    await signIn(provider, { ...credentials, redirect: false });
    // The cookie of an earlier session is gone now; nobody could end that session any more.
    if (before?.actor.kind === "user") await endSession(before, before.actor.sessionId);
    return seeOther(target);
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    return seeOther(`${page}?${explain(error, target)}`);
  }
}

/** A redirect a browser follows with GET, on whichever address it is. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path, "cache-control": "no-store" } });
}

function explain({ reason }: SignInRefused, target: string): URLSearchParams {
  const { code, details } = toAppError(reason);
  const query = new URLSearchParams({ error: typeof details === "string" ? details : code.toLowerCase() });
  if (details && typeof details === "object" && "retryAfterSeconds" in details) {
    query.set("wait", String(details.retryAfterSeconds));
  }
  if (target !== "/") query.set("next", target);
  return query;
}
