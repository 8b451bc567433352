import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import type { Account } from "../schema";
import { apiToken, me, projectToken } from "./documents/account";
import { projectTokenScope, type RailwayAccess, sendDocument } from "./request";

/** Whose token it is: an account's, a workspace's or a project's. Throws PlatformError, AUTH_INVALID for one Railway refuses. */
export async function readAccount(access: ApiAccess, signal: AbortSignal): Promise<Account> {
  const refused = await ifRefused(sendDocument(access, apiToken, {}, { signal, isProject: false }));
  if (!PlatformError.is(refused)) return readWorkspaces(access, refused.apiToken.workspaces, signal);
  const project = await ifRefused(sendDocument(access, projectToken, {}, { signal, isProject: true }));
  if (PlatformError.is(project)) throw refused;
  const { projectId, environmentId, name, project: of } = project.projectToken;
  return {
    id: projectId,
    name: `${of.name}, ${name}`,
    team: null,
    scopes: [projectTokenScope, `project:${projectId}`, `environment:${environmentId}`],
    expiresAt: null,
  };
}

async function readWorkspaces(
  access: ApiAccess,
  teams: { id: string; name: string }[],
  signal: AbortSignal,
): Promise<Account> {
  const team = teams.find(({ id }) => id === access.teamId) ?? teams[0] ?? null;
  const user = await ifRefused(sendDocument(access, me, {}, { signal, isProject: false }));
  const scopes: string[] = [];
  if (!PlatformError.is(user))
    return { id: user.me.id, name: user.me.name ?? user.me.email, team, teams, scopes, expiresAt: null };
  if (!team) throw user;
  return { id: team.id, name: team.name, team, teams, scopes, expiresAt: null };
}

/** The one project and environment that a project token reaches. */
export function placeOfToken({ account }: RailwayAccess): { project: string; environment: string } | undefined {
  const scopes = account?.scopes ?? [];
  const after = (prefix: string) => scopes.find((scope) => scope.startsWith(prefix))?.slice(prefix.length);
  const [project, environment] = [after("project:"), after("environment:")];
  return project && environment ? { project, environment } : undefined;
}

/** "Not Authorized" as a value: here it only says that the token is of another kind. */
async function ifRefused<T>(asked: Promise<T>): Promise<T | PlatformError> {
  try {
    return await asked;
  } catch (error) {
    if (PlatformError.is(error) && error.kind === "AUTH_INVALID") return error;
    throw error;
  }
}
