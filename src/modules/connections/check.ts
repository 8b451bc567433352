import type { Ctx } from "@/server/context";
import { Secret } from "@/server/crypto";
import { AppError } from "@/server/errors";
import { redactKnown, rememberSecret } from "@/server/redact";
import { describeWait, type RateLimit, rateLimiter } from "@/server/web/rate-limit";
import { accountReaders } from "./accounts";
import { apiAddress } from "./addresses";
import { PlatformError } from "./http/platform-error";
import { missingScopes, platformFacts } from "./platforms";
import type { Account, ConnectionPlatform } from "./schema";

export interface CheckedToken {
  account: Account;
  address: string;
  isEmulated: boolean;
}

const checkSeconds = 20;
const checkLimit: RateLimit = { name: "token-check", max: 30, windowSeconds: 60 };

/** Asks the platform whose token this is, before anything is stored. Throws PlatformError, or AppError where Berth itself refuses. */
export async function checkToken(
  ctx: Ctx,
  given: { platform: ConnectionPlatform; token: string; teamId: string | null; connectionId: string },
): Promise<CheckedToken> {
  const { platform, token, teamId, connectionId } = given;
  rememberSecret(token);
  rateLimiter.count(checkLimit, ctx.orgId, ctx.now());
  const address = apiAddress(ctx.apis, platform);
  let isEmulated = false;
  const fetch: typeof globalThis.fetch = async (...call) => {
    const response = await ctx.fetch(...call);
    isEmulated ||= response.headers.has("x-berth-emulator");
    return response;
  };
  const access = { platform, connectionId, address, token: new Secret(token), teamId, fetch, now: ctx.now };
  const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(checkSeconds * 1000)]);
  const account = await accountReaders[platform](access, signal).catch((error: unknown) => {
    throw signal.aborted && !ctx.signal.aborted ? tooSlow(platform, error) : error;
  });
  refuseMissingScopes(platform, account);
  return { account, address, isEmulated };
}

/** The token itself is at fault, so that another one helps. */
export function isTokenRefused(error: unknown): boolean {
  if (PlatformError.is(error)) return error.kind === "AUTH_INVALID" || error.kind === "AUTH_SCOPE";
  return AppError.is(error) && error.code === "VALIDATION";
}

/** Why a token check failed, for people; never with the token in it. */
export function describeTokenProblem(error: unknown, platform: ConnectionPlatform): AppError {
  if (!PlatformError.is(error)) {
    if (AppError.is(error)) return error;
    throw error;
  }
  const { label, tokenName, tokenPage } = platformFacts[platform];
  const said = redactKnown(error.message);
  switch (error.kind) {
    case "AUTH_INVALID":
      return tokenError(
        `${label} does not accept this token. It was mistyped, has expired or was revoked. Make a new ${tokenName} at ${tokenPage} and paste it whole.`,
        error,
      );
    case "AUTH_SCOPE":
      return tokenError(
        `${label} knows this token, but it may not do what Berth needs. ${said} Make a new ${tokenName} at ${tokenPage}.`,
        error,
      );
    case "RATE_LIMITED":
    case "QUOTA_DAILY": {
      const wait = error.retryAfterSeconds === undefined ? "a few minutes" : describeWait(error.retryAfterSeconds);
      return new AppError("LIMIT", `${label} takes no more requests for now. Try again in ${wait}.`, { cause: error });
    }
    case "NOT_SENT":
      return upstream(`${said} Check the network, and whether ${label} is up, then try again.`, error);
    default:
      return upstream(`${label} did not answer as it should. ${said} Try again in a minute.`, error);
  }
}

function refuseMissingScopes(platform: ConnectionPlatform, { scopes }: Account): void {
  const missing = missingScopes(platform, scopes).filter(({ isRequired }) => isRequired);
  if (missing.length === 0) return;
  const { label, tokenName, tokenPage } = platformFacts[platform];
  const names = missing.map(({ name }) => name).join(", ");
  throw tokenError(
    `${label} accepts this token, but it lacks the scope ${names}. Make a new ${tokenName} with it at ${tokenPage}.`,
  );
}

function tokenError(message: string, cause?: unknown): AppError {
  return new AppError("VALIDATION", message, { cause, details: [{ path: "token", message }] });
}

function upstream(message: string, cause: unknown): AppError {
  return new AppError("UPSTREAM", message, { cause });
}

function tooSlow(platform: ConnectionPlatform, cause: unknown): AppError {
  const { label } = platformFacts[platform];
  return upstream(`${label} did not answer within ${checkSeconds} seconds. Try again in a minute.`, cause);
}
