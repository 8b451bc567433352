import { and, eq, ne } from "drizzle-orm";
import { openConnection, PlatformError } from "@/modules/connections";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { platformNames } from "../failures/actions";
import { describePlatformError } from "../failures/platform-failures";
import { operationsOf } from "../platforms/open";
import type { HostedCall, HostedOperations } from "../platforms/operations";
import type { Platform } from "../schema";
import { hostedApp } from "../tables";

export type HostedRow = typeof hostedApp.$inferSelect;

const callMs = 60_000;

/** The row of an app that was not deleted. Throws NOT_FOUND. */
export async function readHostedApp(ctx: Ctx, id: string): Promise<HostedRow> {
  const [row] = await ctx.db
    .select()
    .from(hostedApp)
    .where(and(eq(hostedApp.id, id), eq(hostedApp.orgId, ctx.orgId), ne(hostedApp.state, "deleted")));
  if (row) return row;
  throw new AppError("NOT_FOUND", "There is no such app any more. It may have been deleted.");
}

/** Calls the platform of an app; what it refuses is told as an AppError. */
export async function callPlatform<T>(
  ctx: Ctx,
  row: HostedRow,
  work: (operations: HostedOperations, call: HostedCall) => Promise<T> | undefined,
): Promise<T> {
  if (!row.connectionId) {
    throw new AppError(
      "PRECONDITION",
      `The account ${row.name} was deployed with is not connected any more. Connect it again on the Connections page, then deploy once more.`,
    );
  }
  const platform = row.platform as Platform;
  const access = await openConnection(ctx, row.connectionId);
  const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(callMs)]);
  try {
    const result = work(operationsOf(platform), { access, app: { name: row.name, ids: row.ids }, signal });
    if (result === undefined) throw new AppError("PRECONDITION", `${platform} cannot do this.`);
    return await result;
  } catch (error) {
    if (signal.aborted && !ctx.signal.aborted) throw tooLate(platform);
    throw PlatformError.is(error) ? toAppError(error, row) : error;
  }
}

function tooLate(platform: Platform): AppError {
  const message = `${platformNames[platform]} did not answer within a minute. Try again; its status page tells whether it has trouble.`;
  return new AppError("UPSTREAM", message);
}

function toAppError(error: PlatformError, { name, connectionId }: HostedRow): AppError {
  const { failure } = describePlatformError(error, { name });
  const code = codes[error.kind] ?? "UPSTREAM";
  const message = [failure.message, ...failure.suggestions.slice(0, 1)].join(" ");
  // A page leads from here to a new token.
  const details = error.kind === "AUTH_INVALID" ? { details: { reconnect: connectionId } } : {};
  return new AppError(code, message, { cause: error, ...details });
}

const codes: Partial<Record<PlatformError["kind"], AppError["code"]>> = {
  AUTH_SCOPE: "FORBIDDEN",
  VALIDATION: "VALIDATION",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  NAME_TAKEN: "CONFLICT",
  PAYMENT_REQUIRED: "PRECONDITION",
  RATE_LIMITED: "LIMIT",
  QUOTA_DAILY: "LIMIT",
};
