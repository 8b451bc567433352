import type { GithubEmulator } from "../github/github";
import type { RenderState, StoredDeploy } from "./state";

type Commit = StoredDeploy["commit"];

/** What Render sees of repositories through its GitHub app. */
export interface Source {
  /** The newest commit of a branch; undefined for a repository or branch that is not there or not visible. */
  headOf(repo: string, branch: string): Commit | undefined;
  commitOf(repo: string, sha: string): Commit | undefined;
}

export type GithubSight = Pick<GithubEmulator, "address" | "repository" | "commit">;

/** Looks into the stand-in of GitHub; without one every repository is taken to be there. */
export function openSource(state: RenderState, github: GithubSight | undefined): Source {
  const seen = (repo: string) => {
    const place = placeOf(repo);
    if (!place || state.hiddenRepositories.has(`${place.owner}/${place.name}`)) return undefined;
    const isThere = github && new URL(repo).origin === github.address;
    return isThere ? github.repository(place.owner, place.name) : undefined;
  };
  const anything = (sha: string): Commit => ({ id: sha, message: "A commit", createdAt: new Date(0).toISOString() });
  const find = (sha: string): Commit | undefined => {
    const commit = github?.commit(sha);
    return commit && { id: sha, message: commit.message, createdAt: new Date().toISOString() };
  };
  if (!github) {
    const isHidden = (repo: string) => {
      const place = placeOf(repo);
      return !place || state.hiddenRepositories.has(`${place.owner}/${place.name}`);
    };
    return {
      headOf: (repo) => (isHidden(repo) ? undefined : anything("0".repeat(40))),
      commitOf: (repo, sha) => (isHidden(repo) ? undefined : anything(sha)),
    };
  }
  return {
    headOf(repo, branch) {
      const repository = seen(repo);
      return repository?.defaultBranch === branch && repository.head ? find(repository.head) : undefined;
    },
    commitOf: (repo, sha) => (seen(repo) ? find(sha) : undefined),
  };
}

function placeOf(repo: string): { owner: string; name: string } | undefined {
  const [owner, name, ...rest] = URL.canParse(repo) ? new URL(repo).pathname.split("/").slice(1) : [];
  return owner && name && rest.length === 0 ? { owner, name: name.replace(/\.git$/, "") } : undefined;
}
