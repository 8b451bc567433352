import { type AppError, toAppError, toHttpError } from "./errors";
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

/** An error as the contract's JSON answer. */
export function errorResponse(error: unknown, requestId: string): Response {
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
  const known: AppError = toAppError(error);
  const { log } = await getKernel();
  if (known.code === "INTERNAL" || known.code === "UPSTREAM") log.error({ err: error, ...context }, known.message);
  else log.debug({ code: known.code, ...context }, known.message);
}
