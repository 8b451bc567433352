import type { CommitObject } from "./objects";
import type { StoredRepository } from "./state";

/** Bodies as GitHub shapes them, with the fields a client may lean on. */
export function userBody(login: string) {
  return { id: idOf(login), node_id: nodeId("User", login), login, type: "User", site_admin: false, name: null };
}

export function repositoryBody(address: string, repository: StoredRepository, viewer: string | undefined) {
  const { owner, name } = repository;
  const isOwner = viewer === owner;
  return {
    id: repository.id,
    node_id: nodeId("Repository", String(repository.id)),
    name,
    full_name: `${owner}/${name}`,
    owner: userBody(owner),
    private: repository.isPrivate,
    visibility: repository.isPrivate ? "private" : "public",
    description: repository.description,
    fork: false,
    archived: repository.isArchived,
    default_branch: repository.defaultBranch,
    url: `${address}/repos/${owner}/${name}`,
    html_url: `${address}/${owner}/${name}`,
    clone_url: `${address}/${owner}/${name}.git`,
    pushed_at: repository.pushedAt,
    permissions: { admin: isOwner, push: true, pull: true },
  };
}

export function refBody(base: string, ref: string, sha: string) {
  return {
    ref,
    node_id: nodeId("Ref", ref),
    url: `${base}/git/${ref}`,
    object: { type: "commit", sha, url: `${base}/git/commits/${sha}` },
  };
}

export function gitCommitBody(base: string, page: string, commit: CommitObject) {
  const { sha, tree, parents, author, message } = commit;
  return {
    sha,
    node_id: nodeId("Commit", sha),
    url: `${base}/git/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
    author,
    committer: author,
    message,
    tree: { sha: tree, url: `${base}/git/trees/${tree}` },
    parents: parents.map((parent) => ({ sha: parent, url: `${base}/git/commits/${parent}` })),
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}

/** As in the list of a branch's commits. */
export function commitBody(base: string, page: string, object: CommitObject) {
  const { author, committer, message, tree, verification, parents, sha, node_id } = gitCommitBody(base, page, object);
  return {
    sha,
    node_id,
    url: `${base}/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
    commit: { author, committer, message, tree, comment_count: 0, url: `${base}/git/commits/${sha}`, verification },
    author: userBody(author.name),
    committer: userBody(author.name),
    parents,
  };
}

export function treeBody(
  base: string,
  {
    sha,
    entries,
    truncated,
  }: { sha: string; entries: { path: string; mode: string; sha: string }[]; truncated: boolean },
) {
  const tree = entries.map(({ path, mode, sha: id }) => {
    const type = mode === "40000" ? "tree" : "blob";
    return { path, mode: mode.padStart(6, "0"), type, sha: id, url: `${base}/git/${type}s/${id}` };
  });
  return { sha, url: `${base}/git/trees/${sha}`, tree, truncated };
}

export function refusal(message: string, errors?: object[]) {
  return { message, ...(errors ? { errors } : {}), documentation_url: "https://docs.github.com/rest" };
}

/** Stays the same for the same login, as an account's number does. */
function idOf(login: string): number {
  return [...login].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 1_000_000, 7);
}

function nodeId(kind: string, key: string): string {
  return Buffer.from(`${kind}:${key}`).toString("base64url");
}
