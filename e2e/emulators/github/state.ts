import { type CommitObject, GitObjects } from "./objects";

/** Who a token belongs to and what it may do. */
export interface GithubAccount {
  token: string;
  login: string;
  /** Scopes of a classic or OAuth token; null for a fine-grained one, which GitHub tells nothing about. */
  scopes: string[] | null;
  /** Of a fine-grained token: whether it may change workflows. */
  mayChangeWorkflows?: boolean;
  expiresAt?: string;
}

/** What may be kept from callers for a while after a repository was made. */
export interface Lag {
  calls: number;
  status: 404 | 409;
}

export interface StoredRepository {
  id: number;
  owner: string;
  name: string;
  isPrivate: boolean;
  description: string | null;
  defaultBranch: string;
  objects: GitObjects;
  /** Commit ids by full ref name. */
  refs: Map<string, string>;
  /** Calls of Git data that still see an empty repository. */
  unseen: number;
  isArchived: boolean;
  pushedAt: string;
}

/** All repositories of the stand-in. */
export class GithubState {
  readonly repositories = new Map<string, StoredRepository>();
  /** Names a repository had before, with its id. */
  private readonly formerNames = new Map<string, number>();
  private nextId = 1000;

  constructor(
    readonly orgs: readonly string[],
    private readonly lag: Lag,
  ) {}

  find(owner: string, name: string): StoredRepository | undefined {
    return this.repositories.get(keyOf(owner, name));
  }

  findById(id: number): StoredRepository | undefined {
    return [...this.repositories.values()].find((repository) => repository.id === id);
  }

  movedTo(owner: string, name: string): number | undefined {
    return this.formerNames.get(keyOf(owner, name));
  }

  create(given: {
    owner: string;
    name: string;
    isPrivate: boolean;
    description: string | null;
    hasFirstCommit: boolean;
  }): StoredRepository {
    const { hasFirstCommit, ...rest } = given;
    const repository: StoredRepository = {
      ...rest,
      id: this.nextId++,
      defaultBranch: "main",
      objects: new GitObjects(),
      refs: new Map(),
      unseen: this.lag.calls,
      isArchived: false,
      pushedAt: now(),
    };
    if (hasFirstCommit) this.initialize(repository);
    this.repositories.set(keyOf(given.owner, given.name), repository);
    return repository;
  }

  /** As the owner would on the settings page. */
  rename(owner: string, name: string, to: string): void {
    const repository = this.find(owner, name);
    if (!repository) throw new Error(`There is no repository ${owner}/${name}.`);
    this.repositories.delete(keyOf(owner, name));
    this.formerNames.set(keyOf(owner, name), repository.id);
    repository.name = to;
    this.repositories.set(keyOf(owner, to), repository);
  }

  remove({ owner, name }: StoredRepository): void {
    this.repositories.delete(keyOf(owner, name));
  }

  /** What GitHub says of the repository's Git data while it is not there yet. */
  hiddenStatus(repository: StoredRepository): Lag["status"] | undefined {
    if (repository.unseen > 0) {
      repository.unseen -= 1;
      return this.lag.status;
    }
    return repository.refs.size === 0 ? 409 : undefined;
  }

  reset(): void {
    this.repositories.clear();
    this.formerNames.clear();
  }

  private initialize({ objects, refs, name, owner, description, defaultBranch }: StoredRepository): void {
    const readme = objects.put("blob", Buffer.from(`# ${name}${description ? `\n${description}` : ""}`));
    const tree = objects.writeFiles(new Map([["README.md", { mode: "100644", sha: readme }]]));
    const commit = objects.writeCommit({ tree, parents: [], author: authorOf(owner), message: "Initial commit" });
    refs.set(`refs/heads/${defaultBranch}`, commit);
  }
}

export function authorOf(login: string): CommitObject["author"] {
  return { name: login, email: `${login}@users.noreply.github.com`, date: now() };
}

export function headOf({ refs, defaultBranch }: StoredRepository): string | undefined {
  return refs.get(`refs/heads/${defaultBranch}`);
}

/** GitHub does not tell names apart by their case. */
function keyOf(owner: string, name: string): string {
  return `${owner}/${name}`.toLowerCase();
}

function now(): string {
  return new Date().toISOString().replace(/\.\d+/, "");
}
