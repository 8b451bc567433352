import type { ApiAccess } from "../http/call";
import type { Account } from "../schema";
import { OwnerAnswer, UserAnswer } from "./answers";
import { callRender, listAll } from "./call";

/** Whose the API key is, and the workspaces it sees; everything on Render belongs to one of them. */
export async function readAccount(access: ApiAccess, signal: AbortSignal): Promise<Account> {
  const { data } = await callRender(access, { method: "GET", path: "/users", answer: UserAnswer, signal });
  const owners = await listAll(access, { path: "/owners", wrap: "owner", item: OwnerAnswer, signal });
  const teams = owners.map(({ id, name }) => ({ id, name }));
  const team = access.teamId === null ? teams[0] : teams.find(({ id }) => id === access.teamId);
  return { id: data.email, name: data.name || data.email, team: team ?? null, teams, scopes: [], expiresAt: null };
}
