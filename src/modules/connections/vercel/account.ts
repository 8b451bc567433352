import { z } from "zod";
import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import type { Account, Team } from "../schema";
import { callVercel } from "./call";

const User = z.object({
  user: z.object({
    id: z.string(),
    username: z.string(),
    name: z.string().nullish(),
    defaultTeamId: z.string().nullish(),
  }),
});
const TeamList = z.object({
  teams: z.array(
    z.object({ id: z.string(), name: z.string().nullish(), slug: z.string(), limited: z.boolean().optional() }),
  ),
});
const TokenFacts = z.object({
  token: z.object({
    scopes: z.array(z.object({ type: z.string(), teamId: z.string().optional() })).optional(),
    expiresAt: z.number().optional(),
  }),
});

/** Whose token this is, and the team everything is made in: the one asked for, else the account's default team. */
export async function readAccount(access: ApiAccess, signal: AbortSignal): Promise<Account> {
  // Whose token it is does not depend on a team; a team that is not seen is told below.
  const own = { ...access, teamId: null };
  const { user } = await callVercel(own, { method: "GET", path: "/v2/user", answer: User, signal });
  const [teams, facts] = await Promise.all([readTeams(own, signal), readToken(own, signal)]);
  const wanted = access.teamId ?? user.defaultTeamId ?? undefined;
  const team = teams.find(({ id }) => id === wanted);
  if (access.teamId !== null && !team) throw unseenTeam();
  return { id: user.id, name: user.username, team: team ?? null, teams, ...facts };
}

async function readTeams(access: ApiAccess, signal: AbortSignal): Promise<Team[]> {
  const query = { limit: 100 };
  const { teams } = await callVercel(access, { method: "GET", path: "/v2/teams", query, answer: TeamList, signal });
  // Teams behind a sign-in of their own are listed, but closed to this token.
  return teams.filter(({ limited }) => !limited).map(({ id, name, slug }) => ({ id, name: name || slug }));
}

/** Scopes and end of the token. A token may be kept from reading about itself; that refuses nothing. */
async function readToken(access: ApiAccess, signal: AbortSignal): Promise<Pick<Account, "scopes" | "expiresAt">> {
  try {
    const path = "/v5/user/tokens/current";
    const { token } = await callVercel(access, { method: "GET", path, answer: TokenFacts, signal });
    const scopes = token.scopes?.map(({ type, teamId }) => (teamId ? `${type}:${teamId}` : type)) ?? [];
    return { scopes, expiresAt: token.expiresAt === undefined ? null : new Date(token.expiresAt).toISOString() };
  } catch (error) {
    if (PlatformError.is(error) && error.kind !== "AUTH_INVALID") return { scopes: [], expiresAt: null };
    throw error;
  }
}

function unseenTeam(): PlatformError {
  return new PlatformError({
    platform: "vercel",
    kind: "AUTH_SCOPE",
    message:
      "The token does not reach the team it is meant for. It was made for another team, or the team left it out.",
  });
}
