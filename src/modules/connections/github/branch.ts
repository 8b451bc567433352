import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { HistoryAnswer, RefAnswer, TreeAnswer } from "./answers";
import { callGithub, scopesOf, whenReady } from "./call";
import type { GitFiles } from "./changes";
import { findRepository } from "./repositories";

export interface Branch {
  owner: string;
  name: string;
  branch: string;
}

export interface Head {
  sha: string;
  /** What the token may do, where GitHub tells. */
  scopes: string[] | undefined;
}

export interface PastCommit {
  sha: string;
  htmlUrl: string;
  message: string;
  treeSha: string;
  /** Nothing comes before it. */
  isFirst: boolean;
}

/** Path of a repository in the API. */
export function repositoryPath({ owner, name }: { owner: string; name: string }): string {
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

function branchPath(branch: string): string {
  return branch.split("/").map(encodeURIComponent).join("/");
}

/** The newest commit of a branch; undefined for a branch that is not there. A repository made a moment ago is waited for. */
export async function readHead(access: ApiAccess, place: Branch, signal: AbortSignal): Promise<Head | undefined> {
  try {
    const { data, headers } = await whenReady(signal, () =>
      callGithub(access, {
        method: "GET",
        path: `${repositoryPath(place)}/git/ref/heads/${branchPath(place.branch)}`,
        answer: RefAnswer,
        signal,
      }),
    );
    return { sha: data.object.sha, scopes: scopesOf(headers) };
  } catch (error) {
    if (!PlatformError.is(error) || error.kind !== "NOT_FOUND") throw error;
    if (await findRepository(access, place, signal)) return undefined;
    throw new PlatformError({
      platform: access.platform,
      kind: "SOURCE_ACCESS",
      message: `The repository ${place.owner}/${place.name} is not on GitHub any more, or the token may not see it.`,
      cause: error,
    });
  }
}

/** Leads the branch to a commit that follows its head. Throws CONFLICT when somebody else's commit came first. */
export async function moveBranch(
  access: ApiAccess,
  place: Branch,
  { commit, head }: { commit: string; head: Head | undefined },
  signal: AbortSignal,
): Promise<void> {
  const refs = `${repositoryPath(place)}/git/refs`;
  const answer = RefAnswer;
  // Both may be sent twice: the second time the branch is where it should be, or the refusal says that it is not.
  const isRepeatable = true;
  await whenReady(signal, () =>
    head
      ? callGithub(access, {
          method: "PATCH",
          path: `${refs}/heads/${branchPath(place.branch)}`,
          json: { sha: commit, force: false },
          answer,
          isRepeatable,
          signal,
        })
      : callGithub(access, {
          method: "POST",
          path: refs,
          json: { ref: `refs/heads/${place.branch}`, sha: commit },
          answer,
          isRepeatable,
          signal,
        }),
  );
}

/** The last hundred commits up to one, newest first; of one file only those that changed it. */
export async function readHistory(
  access: ApiAccess,
  place: Branch,
  { sha, file, limit = 100 }: { sha: string; file?: string; limit?: number },
  signal: AbortSignal,
): Promise<PastCommit[]> {
  const { data } = await whenReady(signal, () =>
    callGithub(access, {
      method: "GET",
      path: `${repositoryPath(place)}/commits`,
      query: { sha, path: file, per_page: limit },
      answer: HistoryAnswer,
      signal,
    }),
  );
  return data.map(({ sha, html_url, commit, parents }) => ({
    sha,
    htmlUrl: html_url,
    message: commit.message,
    treeSha: commit.tree.sha,
    isFirst: parents.length === 0,
  }));
}

/** Every file below a tree. One too large for a single answer is read folder by folder. */
export async function readFiles(
  access: ApiAccess,
  place: Branch,
  treeSha: string,
  signal: AbortSignal,
): Promise<GitFiles> {
  const files = new Map<string, { mode: string; sha: string }>();
  const read = async (sha: string, prefix: string): Promise<void> => {
    const whole = await readTree(access, place, { sha, isRecursive: true }, signal);
    const { tree } = whole.truncated ? await readTree(access, place, { sha, isRecursive: false }, signal) : whole;
    for (const entry of tree) {
      if (entry.sha === undefined) continue;
      if (entry.type !== "tree") files.set(prefix + entry.path, { mode: entry.mode, sha: entry.sha });
      else if (whole.truncated) await read(entry.sha, `${prefix}${entry.path}/`);
    }
  };
  await read(treeSha, "");
  return files;
}

async function readTree(
  access: ApiAccess,
  place: Branch,
  { sha, isRecursive }: { sha: string; isRecursive: boolean },
  signal: AbortSignal,
) {
  const { data } = await whenReady(signal, () =>
    callGithub(access, {
      method: "GET",
      path: `${repositoryPath(place)}/git/trees/${sha}`,
      query: { recursive: isRecursive ? 1 : undefined },
      answer: TreeAnswer,
      signal,
    }),
  );
  return data;
}
