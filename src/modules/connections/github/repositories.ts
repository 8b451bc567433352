import * as z from "zod";
import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { RepositoryAnswer, UserAnswer } from "./answers";
import { callGithub, scopesOf } from "./call";
import { webAddress } from "./web-address";

export interface Repository {
  owner: string;
  name: string;
  defaultBranch: string;
  htmlUrl: string;
  cloneUrl: string;
  isPrivate: boolean;
}

export interface EnsureRepository {
  name: string;
  isPrivate: boolean;
  /** Stands in the description, and says at any later time that this repository is the one. */
  marker: string;
}

/**
 * The repository with our marker, created with a first commit when there is none; safe to repeat after a lost answer. It lies
 * in the organization `access.teamId` names, else in the account. Throws NAME_TAKEN for a repository without the marker.
 */
export async function ensureRepository(
  access: ApiAccess,
  { name, isPrivate, marker }: EnsureRepository,
  signal: AbortSignal,
): Promise<Repository & { wasCreated: boolean }> {
  const owner = access.teamId ?? (await readLogin(access, signal));
  const known = await findOwn(access, { owner, name, marker }, signal);
  if (known) return { ...known, wasCreated: false };
  try {
    const { data } = await callGithub(access, {
      method: "POST",
      path: access.teamId ? `/orgs/${encodeURIComponent(access.teamId)}/repos` : "/user/repos",
      json: { name, private: isPrivate, auto_init: true, description: `Deployed with Berth (${marker})` },
      answer: RepositoryAnswer,
      signal,
    });
    return { ...toRepository(data), wasCreated: true };
  } catch (error) {
    if (!PlatformError.is(error) || !["UNCERTAIN", "UPSTREAM", "NAME_TAKEN"].includes(error.kind)) throw error;
    const made = await findOwn(access, { owner, name, marker }, signal);
    if (made) return { ...made, wasCreated: true };
    throw error;
  }
}

/** Repositories the account can read, newest push first; no more than 300. */
export async function listRepositories(access: ApiAccess, signal: AbortSignal): Promise<Repository[]> {
  const found: Repository[] = [];
  for (let page = 1; page <= 3; page += 1) {
    const { data } = await callGithub(access, {
      method: "GET",
      path: "/user/repos",
      query: { sort: "pushed", per_page: 100, page },
      answer: z.array(RepositoryAnswer),
      signal,
    });
    found.push(...data.map(toRepository));
    if (data.length < 100) break;
  }
  return found;
}

/** A repository by its name; undefined where there is none the token may see. */
export async function findRepository(
  access: ApiAccess,
  { owner, name }: { owner: string; name: string },
  signal: AbortSignal,
): Promise<(Repository & { description: string }) | undefined> {
  const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  const data = await readRepository(access, path, signal);
  return data && { ...toRepository(data), description: data.description ?? "" };
}

async function readRepository(
  access: ApiAccess,
  path: string,
  signal: AbortSignal,
): Promise<RepositoryAnswer | undefined> {
  try {
    const { data } = await callGithub(access, { method: "GET", path, answer: RepositoryAnswer, signal });
    return data;
  } catch (error) {
    if (!PlatformError.is(error)) throw error;
    if (error.kind === "NOT_FOUND") return undefined;
    // It was renamed, and is the same one by its number.
    if (error.code?.startsWith("/repositories/")) return readRepository(access, error.code, signal);
    throw error;
  }
}

async function findOwn(
  access: ApiAccess,
  { owner, name, marker }: { owner: string; name: string; marker: string },
  signal: AbortSignal,
): Promise<Repository | undefined> {
  const found = await findRepository(access, { owner, name }, signal);
  if (!found) return undefined;
  const { description, ...repository } = found;
  if (description.includes(`(${marker})`)) return repository;
  throw new PlatformError({
    platform: access.platform,
    kind: "NAME_TAKEN",
    message: `${found.htmlUrl} exists already and does not carry Berth's mark for this app, so nothing is pushed to it. Choose another name.`,
  });
}

/** A token that says what it may do is refused here rather than by the last of many calls. */
async function readLogin(access: ApiAccess, signal: AbortSignal): Promise<string> {
  const { data, headers } = await callGithub(access, { method: "GET", path: "/user", answer: UserAnswer, signal });
  const scopes = scopesOf(headers);
  if (!scopes || scopes.includes("repo")) return data.login;
  throw new PlatformError({
    platform: access.platform,
    kind: "AUTH_SCOPE",
    code: "repo",
    message: `The token may not create repositories: it lacks the scope repo. Add it on ${webAddress(access.address)}/settings/tokens, or connect the account again with it.`,
  });
}

function toRepository(data: RepositoryAnswer): Repository {
  return {
    owner: data.owner.login,
    name: data.name,
    defaultBranch: data.default_branch,
    htmlUrl: data.html_url,
    cloneUrl: data.clone_url,
    isPrivate: data.private,
  };
}
