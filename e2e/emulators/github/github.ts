import { type Emulator, type EmulatorOptions, startEmulator } from "../kernel/emulator";
import { cloneRoutes } from "./clone-routes";
import { contract, undescribed } from "./contract";
import { gitRoutes } from "./git-routes";
import { type OauthApp, oauthRoutes } from "./oauth-routes";
import type { CommitObject } from "./objects";
import { refuse } from "./refuse";
import { pageRoute, repositoryRoutes } from "./repository-routes";
import { countLimits, type Limits, type Session } from "./session";
import { refusal } from "./shapes";
import { authorOf, type GithubAccount, GithubState, headOf, type Lag, type StoredRepository } from "./state";
import type { TreeLimits } from "./tree";

export interface GithubOptions extends EmulatorOptions {
  /** The first one's token is the good one. */
  accounts?: GithubAccount[];
  /** Organizations every account may create repositories in. */
  orgs?: string[];
  lag?: Lag;
  limits?: Partial<Limits>;
  tree?: Partial<TreeLimits>;
  oauth?: Partial<OauthApp>;
}

/** A repository as other stand-ins and tests look at it. */
interface GithubRepository {
  owner: string;
  name: string;
  isPrivate: boolean;
  description: string | null;
  defaultBranch: string;
  /** The newest commit of the default branch. */
  head: string | undefined;
  /** Commits of the default branch, newest first. */
  commits: CommitObject[];
}

interface GithubCommit extends CommitObject {
  /** Content by path. */
  files: ReadonlyMap<string, Buffer>;
  modes: ReadonlyMap<string, string>;
}

export interface GithubEmulator extends Emulator {
  repository(owner: string, name: string): GithubRepository | undefined;
  /** Every repository, oldest first. */
  repositories(): GithubRepository[];
  commit(sha: string): GithubCommit | undefined;
  /** What others do meanwhile: puts a file on the default branch, and answers the commit. */
  commitFile(owner: string, name: string, file: { path: string; text: string }): string;
  /** A repository that somebody else made. */
  addRepository(given: { owner: string; name: string; isPrivate?: boolean; description?: string }): void;
  rename(owner: string, name: string, to: string): void;
  archive(owner: string, name: string): void;
  login: string;
  oauth: OauthApp;
}

const defaultToken = "ghp_emulated0000000000000000000000000000";

/** Starts the stand-in of GitHub: repositories, the Git Data API, sign-in and clones, all in memory. */
export async function startGithub(options: GithubOptions = {}): Promise<GithubEmulator> {
  const token = options.tokens?.[0] ?? defaultToken;
  const accounts = options.accounts?.slice() ?? [{ token, login: "octo", scopes: ["repo", "workflow"] }];
  const [first] = accounts;
  if (!first) throw new Error("The stand-in of GitHub needs an account.");
  const oauth = { clientId: "Iv1.emulated", clientSecret: "emulated-client-secret-0123456789", ...options.oauth };
  const state = new GithubState(options.orgs ?? [], options.lag ?? { calls: 0, status: 409 });
  const session: Session = {
    state,
    accountOf: (given) =>
      given !== undefined && emulator.scenario.isRevoked(given)
        ? undefined
        : accounts.find((each) => each.token === given),
    visible(account, owner, name) {
      const repository = state.find(owner, name);
      if (!repository?.isPrivate) return repository;
      const isMember = account && (account.login === repository.owner || state.orgs.includes(repository.owner));
      const maySee = !account?.scopes || account.scopes.includes("repo");
      return isMember && maySee ? repository : undefined;
    },
    limit: countLimits({
      primary: 5000,
      secondary: Number.POSITIVE_INFINITY,
      retryAfterSeconds: 60,
      ...options.limits,
    }),
  };
  const limits = { entries: 1000, bytes: 3_500_000, listed: 25_000, ...options.tree };
  const issued = issueTokens(first.login, accounts);
  const emulator = await startEmulator(
    {
      platform: "github",
      routes: [
        ...repositoryRoutes(session),
        ...gitRoutes(session, limits),
        ...oauthRoutes(oauth, issued.give),
        ...cloneRoutes(session),
        pageRoute(session),
      ],
      contract: { ...contract, ...undescribed },
      tokenOf: ({ headers }) => tokenOf(headers.get("authorization")),
      unauthorized: ({ token }) => refuse(401, token === undefined ? "Requires authentication" : "Bad credentials"),
      state: () => ({ repositories: [...state.repositories.values()].map((each) => describe(each)) }),
      reset: () => state.reset(),
      errorBody: (status) => refusal(`Refused with ${status}`),
    },
    { ...options, tokens: [...accounts.map((account) => account.token), ...issued.tokens] },
  );
  return {
    ...emulator,
    login: first.login,
    oauth,
    repository: (owner, name) => toRepository(state.find(owner, name)),
    repositories: () => [...state.repositories.values()].map(look),
    commit: (sha) => findCommit(state, sha),
    commitFile: (owner, name, file) => commitFile(state, { owner, name, ...file }),
    addRepository: ({ owner, name, isPrivate = false, description }) => {
      state.create({ owner, name, isPrivate, description: description ?? null, hasFirstCommit: true }).unseen = 0;
    },
    rename: (owner, name, to) => state.rename(owner, name, to),
    archive(owner, name) {
      const repository = state.find(owner, name);
      if (repository) repository.isArchived = true;
    },
  };
}

/** Tokens that signing in can hand out; the server has to know them from its start. */
function issueTokens(login: string, accounts: GithubAccount[]) {
  const tokens = Array.from({ length: 50 }, (_, index) => `gho_emulated${String(index).padStart(28, "0")}`);
  let given = 0;
  return {
    tokens,
    give(scopes: string[]): GithubAccount {
      const token = tokens[given++ % tokens.length] ?? "";
      const account = { token, login, scopes };
      const known = accounts.findIndex((each) => each.token === token);
      accounts.splice(known === -1 ? accounts.length : known, 1, account);
      return account;
    },
  };
}

/** API calls send a bearer token, Git sends it as a password. */
function tokenOf(header: string | null): string | undefined {
  const [kind = "", value = ""] = header?.split(" ") ?? [];
  if (/^(bearer|token)$/i.test(kind)) return value;
  if (!/^basic$/i.test(kind)) return undefined;
  return Buffer.from(value, "base64").toString().split(":").slice(1).join(":");
}

function toRepository(repository: StoredRepository | undefined): GithubRepository | undefined {
  return repository && look(repository);
}

function look(repository: StoredRepository): GithubRepository {
  const { owner, name, isPrivate, description, defaultBranch, objects } = repository;
  const head = headOf(repository);
  return { owner, name, isPrivate, description, defaultBranch, head, commits: head ? objects.history(head) : [] };
}

function describe(repository: StoredRepository) {
  const { commits, head, ...rest } = look(repository);
  const tree = commits[0]?.tree;
  const files = tree ? [...repository.objects.readFiles(tree).keys()] : [];
  return { ...rest, head, commits: commits.map(({ sha, message }) => ({ sha, message })), files };
}

function findCommit(state: GithubState, sha: string): GithubCommit | undefined {
  for (const { objects } of state.repositories.values()) {
    const commit = objects.readCommit(sha);
    if (!commit) continue;
    const entries = [...objects.readFiles(commit.tree)];
    return {
      ...commit,
      files: new Map(entries.map(([path, entry]) => [path, objects.read(entry.sha, "blob") ?? Buffer.alloc(0)])),
      modes: new Map(entries.map(([path, { mode }]) => [path, mode])),
    };
  }
  return undefined;
}

function commitFile(
  state: GithubState,
  { owner, name, path, text }: { owner: string; name: string; path: string; text: string },
): string {
  const repository = state.find(owner, name);
  const head = repository && headOf(repository);
  if (!repository || !head) throw new Error(`There is no repository ${owner}/${name}.`);
  const { objects, refs, defaultBranch } = repository;
  const files = objects.readFiles(objects.readCommit(head)?.tree ?? "");
  files.set(path, { mode: "100644", sha: objects.put("blob", Buffer.from(text)) });
  const tree = objects.writeFiles(files);
  const sha = objects.writeCommit({ tree, parents: [head], author: authorOf("somebody"), message: `Change ${path}` });
  refs.set(`refs/heads/${defaultBranch}`, sha);
  return sha;
}
