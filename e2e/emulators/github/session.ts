import type { Answer, Exchange } from "../kernel/emulator";
import { refuse } from "./refuse";
import type { GithubAccount, GithubState, StoredRepository } from "./state";

export interface Session {
  state: GithubState;
  accountOf(token: string | undefined): GithubAccount | undefined;
  /** A repository the account may see; without an account only a public one. */
  visible(account: GithubAccount | undefined, owner: string, name: string): StoredRepository | undefined;
  /** Counts a request; the answer when one of GitHub's limits is reached. */
  limit(exchange: Exchange): Answer | undefined;
}

/** Runs a call as the account of its token; every answer says what the token may do. */
export function sessionOf(session: Session, exchange: Exchange, work: (account: GithubAccount) => Answer): Answer {
  const account = session.accountOf(exchange.token);
  if (!account) return refuse(401, "Bad credentials");
  const answer = session.limit(exchange) ?? work(account);
  return { ...answer, headers: { ...tokenHeaders(account), ...answer.headers } };
}

function tokenHeaders({ scopes, expiresAt }: GithubAccount): Record<string, string> {
  return {
    ...(scopes ? { "x-oauth-scopes": scopes.join(", ") } : {}),
    ...(expiresAt ? { "github-authentication-token-expiration": expiresAt } : {}),
  };
}

export interface Limits {
  /** Requests an hour. */
  primary: number;
  /** Changes a minute; the real one is about 80. */
  secondary: number;
  retryAfterSeconds: number;
}

/** GitHub's two limits: requests an hour, and changes a minute. */
export function countLimits(limits: Limits): Session["limit"] {
  let used = 0;
  let changes: number[] = [];
  return ({ method }) => {
    used += 1;
    const now = Date.now();
    const reset = String(Math.ceil(now / 1000) + limits.retryAfterSeconds);
    const left = Math.max(0, limits.primary - used);
    const headers = { "x-ratelimit-limit": String(limits.primary), "x-ratelimit-remaining": String(left) };
    if (used > limits.primary)
      return {
        ...refuse(403, "API rate limit exceeded for user ID 1."),
        headers: { ...headers, "x-ratelimit-reset": reset },
      };
    if (method === "GET") return undefined;
    changes = changes.filter((at) => at > now - 60_000);
    if (changes.length < limits.secondary) {
      changes.push(now);
      return undefined;
    }
    return {
      ...refuse(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."),
      headers: { ...headers, "retry-after": String(limits.retryAfterSeconds) },
    };
  };
}
