import { initTRPC, type TRPC_ERROR_CODE_KEY, TRPCError } from "@trpc/server";
import superjson from "superjson";
import type { Ctx } from "./context";
import { AppError, type ErrorCode, toAppError } from "./errors";

/** What an adapter hands to tRPC: a full context, or the reason there is none (not signed in). */
export interface TrpcContext {
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
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter({ shape, error, ctx }) {
    const known = toAppError(error.cause ?? error);
    const isOurs = known.code !== "INTERNAL" || error.code === "INTERNAL_SERVER_ERROR";
    return {
      ...shape,
      message: isOurs ? known.message : shape.message,
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
  const known = toAppError(result.error.cause ?? result.error);
  ctx.report(known, path);
  throw new TRPCError({ code: trpcCodes[known.code], message: known.message, cause: known });
});

const requireSignIn = t.middleware(({ next, ctx }) => {
  if (!ctx.ctx)
    throw new AppError("UNAUTHENTICATED", "You are not signed in, or your session or token has ended. Sign in first.");
  return next({ ctx: ctx.ctx });
});

export const router = t.router;
export const createCaller = t.createCallerFactory;
/** Every procedure needs a session or a token; its `ctx` is the verb's context. */
export const protectedProcedure = t.procedure.use(mapErrors).use(requireSignIn);
