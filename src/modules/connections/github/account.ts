import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import type { Account } from "../schema";
import { UserAnswer } from "./answers";
import { callGithub, scopesOf } from "./call";

/** Whose the token is and what it may do; scopes stay empty for fine-grained tokens, which GitHub tells nothing about. */
export async function readAccount(access: ApiAccess, signal: AbortSignal): Promise<Account> {
  const { data, headers } = await callGithub(access, { method: "GET", path: "/user", answer: UserAnswer, signal });
  const scopes = scopesOf(headers);
  if (scopes?.length === 0) {
    throw new PlatformError({ platform: "github", kind: "AUTH_SCOPE", message: "It has no scopes at all." });
  }
  return {
    id: String(data.id),
    name: data.login,
    team: null,
    scopes: scopes ?? [],
    expiresAt: expiryOf(headers),
  };
}

/** GitHub writes `2027-01-31 09:00:00 UTC` or the same with an offset. */
function expiryOf(headers: Headers): string | null {
  const at = Date.parse(headers.get("github-authentication-token-expiration") ?? "");
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
