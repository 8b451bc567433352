import type { Answer, Exchange, Route } from "../kernel/emulator";
import { notFound, refuse } from "./refuse";
import { type Session, sessionOf } from "./session";
import { commitBody, gitCommitBody, refBody, treeBody } from "./shapes";
import { authorOf, type GithubAccount, type StoredRepository } from "./state";
import { isWorkflow, type TreeLimits, writeTree } from "./tree";

interface GitCall {
  exchange: Exchange;
  account: GithubAccount;
  repository: StoredRepository;
  /** Addresses of the repository in the API and for people. */
  base: string;
  page: string;
}

/** The Git Data API: objects, commits and refs. */
export function gitRoutes(session: Session, limits: TreeLimits): Route[] {
  const route = (method: string, path: string, operation: string, work: (call: GitCall) => Answer): Route => ({
    method,
    path: `/repos/:owner/:repo${path}`,
    operation,
    handle: (exchange) => withRepository(session, exchange, { isChange: method !== "GET" }, work),
  });
  return [
    route("GET", "/git/ref/*ref", "getRef", getRef),
    route("POST", "/git/refs", "createRef", createRef),
    route("PATCH", "/git/refs/*ref", "updateRef", updateRef),
    route("POST", "/git/blobs", "createBlob", createBlob),
    route("POST", "/git/trees", "createTree", (call) => createTree(call, limits)),
    route("GET", "/git/trees/:sha", "getTree", (call) => getTree(call, limits)),
    route("POST", "/git/commits", "createCommit", createCommit),
    route("GET", "/commits", "listCommits", listCommits),
  ];
}

function withRepository(
  session: Session,
  exchange: Exchange,
  { isChange }: { isChange: boolean },
  work: (call: GitCall) => Answer,
): Answer {
  const { owner = "", repo = "" } = exchange.params;
  return sessionOf(session, exchange, (account) => {
    const repository = session.visible(account, owner, repo);
    if (!repository) return notFound;
    if (isChange && repository.isArchived) return refuse(403, "Repository was archived so is read-only.");
    if (isChange && account.scopes && !account.scopes.includes("repo")) return notFound;
    const hidden = session.state.hiddenStatus(repository);
    if (hidden === 409) return refuse(409, "Git Repository is empty.");
    if (hidden) return notFound;
    const place = `${repository.owner}/${repository.name}`;
    const { address } = exchange.host;
    return work({ exchange, account, repository, base: `${address}/repos/${place}`, page: `${address}/${place}` });
  });
}

function getRef({ exchange, repository, base }: GitCall): Answer {
  const ref = `refs/${exchange.params.ref}`;
  const sha = repository.refs.get(ref);
  return sha ? { status: 200, json: refBody(base, ref, sha) } : notFound;
}

function createRef({ exchange, repository, base }: GitCall): Answer {
  const { ref, sha } = exchange.json() as { ref: string; sha: string };
  if (repository.refs.has(ref)) return refuse(422, "Reference already exists");
  if (!repository.objects.readCommit(sha)) return refuse(422, "Object does not exist");
  setRef(repository, ref, sha);
  return { status: 201, json: refBody(base, ref, sha) };
}

function updateRef({ exchange, repository, base }: GitCall): Answer {
  const ref = `refs/${exchange.params.ref}`;
  const { sha, force = false } = exchange.json() as { sha: string; force?: boolean };
  const current = repository.refs.get(ref);
  if (current === undefined) return refuse(422, "Reference does not exist");
  if (!repository.objects.readCommit(sha)) return refuse(422, "Object does not exist");
  const isAhead = repository.objects.history(sha).some((commit) => commit.sha === current);
  if (!isAhead && !force) return refuse(422, "Update is not a fast forward");
  setRef(repository, ref, sha);
  return { status: 200, json: refBody(base, ref, sha) };
}

function setRef(repository: StoredRepository, ref: string, sha: string): void {
  repository.refs.set(ref, sha);
  repository.pushedAt = new Date().toISOString().replace(/\.\d+/, "");
}

function createBlob({ exchange, repository, base }: GitCall): Answer {
  const { content, encoding = "utf-8" } = exchange.json() as { content: string; encoding?: "utf-8" | "base64" };
  const sha = repository.objects.put("blob", Buffer.from(content, encoding));
  return { status: 201, json: { sha, url: `${base}/git/blobs/${sha}` } };
}

function createTree({ exchange, repository, base, account }: GitCall, limits: TreeLimits): Answer {
  const given = exchange.json() as Parameters<typeof writeTree>[1];
  const touchesWorkflows = given.tree.some(isWorkflow);
  // A classic token without the scope is told that nothing is there.
  if (touchesWorkflows && account.scopes && !account.scopes.includes("workflow")) return notFound;
  if (touchesWorkflows && !account.scopes && !account.mayChangeWorkflows) {
    const answer = refuse(403, "Resource not accessible by personal access token");
    return { ...answer, headers: { "x-accepted-github-permissions": "contents=write; workflows=write" } };
  }
  if (given.tree.length > limits.entries || exchange.body.length > limits.bytes) {
    return refuse(
      422,
      "Sorry, your request timed out.  It's likely that your input was too large to process.  Consider building the tree incrementally, or building the commits you need in a local clone of the repository and then pushing them to GitHub.",
    );
  }
  const written = writeTree(repository.objects, given);
  if ("problem" in written) return refuse(422, written.problem);
  const entries = (repository.objects.readTree(written.sha) ?? []).map(({ name, ...rest }) => ({
    path: name,
    ...rest,
  }));
  return { status: 201, json: treeBody(base, { sha: written.sha, entries, truncated: false }) };
}

function getTree({ exchange, repository, base }: GitCall, limits: TreeLimits): Answer {
  const { objects } = repository;
  const { sha: named = "" } = exchange.params;
  const sha = objects.readCommit(named)?.tree ?? named;
  const own = objects.readTree(sha);
  if (!own) return notFound;
  const isRecursive = exchange.query.has("recursive");
  const all = isRecursive ? objects.listAll(sha) : own.map(({ name, ...rest }) => ({ path: name, ...rest }));
  const entries = isRecursive ? all.slice(0, limits.listed) : all;
  return { status: 200, json: treeBody(base, { sha, entries, truncated: entries.length < all.length }) };
}

function createCommit({ exchange, repository, base, page, account }: GitCall): Answer {
  const { message, tree, parents = [] } = exchange.json() as { message: string; tree: string; parents?: string[] };
  const { objects } = repository;
  if (!objects.readTree(tree)) return refuse(422, "Tree SHA does not exist");
  if (parents.some((parent) => !objects.readCommit(parent)))
    return refuse(422, "Parent SHA does not exist or is not a commit object");
  const commit = objects.readCommit(objects.writeCommit({ tree, parents, author: authorOf(account.login), message }));
  if (!commit) throw new Error("The commit was not kept.");
  return { status: 201, json: gitCommitBody(base, page, commit) };
}

function listCommits({ exchange, repository, base, page }: GitCall): Answer {
  const { objects, refs, defaultBranch } = repository;
  const from = exchange.query.get("sha") ?? defaultBranch;
  const sha = refs.get(`refs/heads/${from}`) ?? from;
  if (!objects.readCommit(sha)) return notFound;
  const size = Number(exchange.query.get("per_page") ?? 30);
  const start = (Number(exchange.query.get("page") ?? 1) - 1) * size;
  const path = exchange.query.get("path");
  const all = objects.history(sha).filter((commit) => path === null || objects.changes(commit, path));
  const commits = all.slice(start, start + size);
  return { status: 200, json: commits.map((commit) => commitBody(base, page, commit)) };
}
