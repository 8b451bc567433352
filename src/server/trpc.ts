import { initTRPC, type TRPC_ERROR_CODE_KEY, TRPCError } from "@trpc/server";
import type { Ctx } from "./context";
import { AppError, type ErrorCode, toAppError } from "./errors";
import { transformer } from "./wire";

/** What an adapter hands to tRPC: a full context, or the reason there is none (not signed in). */
interface TrpcContext {
  ctx: Ctx | undefined;
  requestId: string;
  report(error: AppError, path: string): void;
}

const trpcCodes: Record<ErrorCode, TRPC_ERROR_CODE_KEY> = {
  VALIDATION: "BAD_REQUEST",
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  PRECONDITION: "PRECONDITION_FAILED",
  LIMIT: "TOO_MANY_REQUESTS",
  UPSTREAM: "BAD_GATEWAY",
  INTERNAL: "INTERNAL_SERVER_ERROR",
};

const t = initTRPC.context<TrpcContext>().create({
  transformer,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter({ shape, error, ctx }) {
    const known = knownError(error);
    return {
      ...shape,
      message: known.message,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        error: { code: known.code, message: known.message, details: known.details, requestId: ctx?.requestId },
      },
    };
  },
});

/** The one place where errors become tRPC errors; procedures and verbs only throw AppError. */
const mapErrors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const known = knownError(result.error);
  ctx.report(known, path);
  throw new TRPCError({ code: trpcCodes[known.code], message: known.message, cause: known });
});

/** The AppError inside a tRPC error; tRPC's own refusals are about the call, so they are no failure of ours. */
function knownError(error: TRPCError): AppError {
  const known = toAppError(error.cause ?? error);
  if (known.code !== "INTERNAL" || error.code === "INTERNAL_SERVER_ERROR") return known;
  if (error.code === "NOT_FOUND") return new AppError("NOT_FOUND", `${error.message}.`);
  const message = error.cause instanceof SyntaxError ? `The input is malformed JSON: ${error.message}.` : error.message;
  return new AppError("VALIDATION", message, { cause: error });
}

const requireSignIn = t.middleware(({ next, ctx }) => {
  if (!ctx.ctx)
    throw new AppError("UNAUTHENTICATED", "You are not signed in, or your session or token has ended. Sign in first.");
  return next({ ctx: ctx.ctx });
});

export const router = t.router;
/** One router of the procedures of several. */
export const mergeRouters = t.mergeRouters;
/** Every procedure needs a session or a token; its `ctx` is the verb's context. */
export const protectedProcedure = t.procedure.use(mapErrors).use(requireSignIn);
