import { lookup } from "node:dns/promises";
import {
  github,
  listConnections,
  markConnectionRefused,
  type OpenConnection,
  openConnection,
  PlatformError,
} from "@/modules/connections";
import { type Ctx, requirePermission } from "@/server/context";
import type { Secret } from "@/server/crypto";
import { AppError, type ErrorCode } from "@/server/errors";
import { createGuardedFetch, type GuardedFetch, isPublicAddress } from "@/server/guarded-fetch";
import { chooseConnection } from "../lifecycle/destination";
import { type AccountRepository, ListRepositories } from "../schema";
import type { RepositoryAddress } from "./address";

/** Repositories of a connected GitHub account, private ones too, newest push first. */
export async function listRepositories(ctx: Ctx, input: ListRepositories): Promise<AccountRepository[]> {
  requirePermission(ctx, "deployment:read");
  const { connectionId } = ListRepositories.parse(input);
  const found = await withGithub(ctx, connectionId, (access) => github.listRepositories(access, ctx.signal));
  return found.map(({ owner, name, htmlUrl, defaultBranch, isPrivate }) => ({
    repository: `${owner}/${name}`,
    url: htmlUrl,
    branch: defaultBranch,
    isPrivate,
  }));
}

/** Works with the GitHub account of that id or name, or the only one; what GitHub refuses is told as an AppError. */
export async function withGithub<T>(
  ctx: Ctx,
  wanted: string | undefined,
  work: (access: OpenConnection) => Promise<T>,
): Promise<T> {
  const { id } = chooseConnection(await listConnections(ctx, { platform: "github" }), "github", wanted);
  const access = await openConnection(ctx, id);
  try {
    return await work(access);
  } catch (error) {
    if (!PlatformError.is(error)) throw error;
    if (error.kind === "AUTH_INVALID") await markConnectionRefused(ctx, id, access.tokenSetAt);
    throw toAppError(error, access);
  }
}

/**
 * How a repository of a connected account is read: with its token, at the host its GitHub has. That host may be one of a
 * private network, since whoever runs Berth named it. Throws VALIDATION for an address elsewhere.
 */
export async function readingOf(
  ctx: Ctx,
  connectionId: string,
  { url }: RepositoryAddress,
): Promise<{ fetch: GuardedFetch; token: Secret }> {
  return withGithub(ctx, connectionId, async ({ address, token, name }) => {
    const host = new URL(github.webAddress(address));
    if (new URL(url).origin !== host.origin) {
      throw new AppError(
        "VALIDATION",
        `${url} is not on ${host.host}, which ${name} is an account of. Leave the account out.`,
      );
    }
    const own = await lookup(host.hostname.replace(/^\[|\]$/g, ""), { all: true }).catch(() => []);
    const known = new Set(own.map((each) => each.address));
    const isAllowed = (given: string) => known.has(given) || isPublicAddress(given);
    return { fetch: createGuardedFetch({ isAllowed, protocols: ["https:", host.protocol] }), token };
  });
}

const codes: Partial<Record<PlatformError["kind"], ErrorCode>> = {
  AUTH_INVALID: "PRECONDITION",
  AUTH_SCOPE: "PRECONDITION",
  SOURCE_ACCESS: "PRECONDITION",
  NAME_TAKEN: "CONFLICT",
  CONFLICT: "CONFLICT",
  NOT_FOUND: "NOT_FOUND",
  RATE_LIMITED: "LIMIT",
  QUOTA_DAILY: "LIMIT",
  TOO_LARGE: "VALIDATION",
  VALIDATION: "VALIDATION",
};

function toAppError(error: PlatformError, { connectionId, name }: OpenConnection): AppError {
  const isToken = error.kind === "AUTH_INVALID" || error.kind === "AUTH_SCOPE";
  const until = error.until ? ` It takes more after ${error.until.toISOString().slice(11, 16)} UTC.` : "";
  const next = error.kind === "AUTH_INVALID" ? ` Reconnect ${name} on the page Connections.` : until;
  return new AppError(codes[error.kind] ?? "UPSTREAM", `${error.message}${next}`, {
    cause: error,
    ...(isToken ? { details: { reconnect: connectionId } } : {}),
  });
}
