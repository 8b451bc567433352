import type { Ctx } from "./context";
import { AppError, toAppError, toHttpError } from "./errors";
import { getKernel } from "./kernel";
import { getMetrics } from "./metrics";
import { requestIdOf } from "./web/guard";

export interface RouteContext {
  requestId: string;
}

/** The one wrapper of route handlers: request id, duration, and errors as the contract's JSON. */
export function route<A extends unknown[]>(
  name: string,
  handler: (request: Request, context: RouteContext, ...rest: A) => Promise<Response>,
) {
  return async (request: Request, ...rest: A): Promise<Response> => {
    const requestId = requestIdOf(request.headers);
    const stop = getMetrics().httpDuration.startTimer({ method: request.method, route: name });
    let response: Response;
    try {
      response = await handler(request, { requestId }, ...rest);
    } catch (error) {
      await reportError(error, { requestId, route: name });
      response = errorResponse(error, requestId);
    }
    stop({ status: String(response.status) });
    return withRequestId(response, requestId);
  };
}

function withRequestId(response: Response, requestId: string): Response {
  if (response.headers.has("x-request-id")) return response;
  try {
    response.headers.set("x-request-id", requestId);
    return response;
  } catch {
    // Redirects and fetched answers have fixed headers.
    return response;
  }
}

/** The caller's ctx; throws UNAUTHENTICATED when there is none. */
export function signedIn(ctx: Ctx | undefined): Ctx {
  if (ctx) return ctx;
  throw new AppError("UNAUTHENTICATED", "Sign in first, or send Authorization: Bearer berth_...");
}

/** The passphrase of a backup's keys: `x-berth-passphrase`, base64url, because headers hold no free text. */
export function passphraseOf(request: Request): string | undefined {
  const given = request.headers.get("x-berth-passphrase");
  return given === null ? undefined : Buffer.from(given, "base64url").toString("utf8");
}

/** An error as the contract's JSON answer. */
function errorResponse(error: unknown, requestId: string): Response {
  const { status, body } = toHttpError(error, requestId);
  const headers = new Headers({ "cache-control": "no-store" });
  const { details } = body.error;
  if (details && typeof details === "object" && "retryAfterSeconds" in details) {
    headers.set("retry-after", String(details.retryAfterSeconds));
  }
  return Response.json(body, { status, headers });
}

/** Logs what nobody expected; expected errors only at debug. */
export async function reportError(error: unknown, context: { requestId: string; route: string }): Promise<void> {
  const known = toAppError(error);
  // A request can come before boot is done, or after it failed.
  const kernel = await getKernel().catch(() => undefined);
  if (!kernel) return;
  const { log } = kernel;
  if (known.code === "INTERNAL" || known.code === "UPSTREAM") log.error({ err: error, ...context }, known.message);
  else log.debug({ code: known.code, ...context }, known.message);
}
