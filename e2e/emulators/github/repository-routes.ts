import type { Answer, Exchange, Route } from "../kernel/emulator";
import { notFound, refuse } from "./refuse";
import { type Session, sessionOf } from "./session";
import { repositoryBody, userBody } from "./shapes";
import { type GithubAccount, headOf, type StoredRepository } from "./state";

interface NewRepository {
  name: string;
  private?: boolean;
  description?: string | null;
  auto_init?: boolean;
}

/** The account and its repositories. */
export function repositoryRoutes(session: Session): Route[] {
  const { state } = session;
  const body = ({ host }: Exchange, repository: StoredRepository, { login }: GithubAccount) =>
    repositoryBody(host.address, repository, login);
  const route = (
    method: string,
    path: string,
    operation: string,
    work: (exchange: Exchange, account: GithubAccount) => Answer,
  ): Route => ({
    method,
    path,
    operation,
    handle: (exchange) => sessionOf(session, exchange, (account) => work(exchange, account)),
  });
  const create = (exchange: Exchange, account: GithubAccount, owner: string): Answer => {
    if (account.scopes && !account.scopes.includes("repo")) return notFound;
    const given = exchange.json() as NewRepository;
    const invalid = refusedName(given.name);
    if (invalid || state.find(owner, given.name)) {
      const message = invalid ?? "name already exists on this account";
      const error = { resource: "Repository", code: "custom", field: "name", message };
      return refuse(422, "Repository creation failed.", [error]);
    }
    const repository = state.create({
      owner,
      name: given.name,
      isPrivate: given.private ?? false,
      description: given.description ?? null,
      hasFirstCommit: given.auto_init ?? false,
    });
    return { status: 201, json: body(exchange, repository, account) };
  };
  return [
    route("GET", "/user", "getUser", (_, { login }) => ({ status: 200, json: userBody(login) })),
    route("GET", "/user/repos", "listRepositories", (exchange, account) => ({
      status: 200,
      json: page(exchange, mine(session, account)).map((repository) => body(exchange, repository, account)),
    })),
    route("POST", "/user/repos", "createRepository", (exchange, account) => create(exchange, account, account.login)),
    route("POST", "/orgs/:org/repos", "createOrgRepository", (exchange, account) => {
      const org = state.orgs.find((each) => each === exchange.params.org);
      return org ? create(exchange, account, org) : notFound;
    }),
    route("GET", "/repos/:owner/:repo", "getRepository", (exchange, account) => {
      const { owner = "", repo = "" } = exchange.params;
      const moved = state.movedTo(owner, repo);
      if (moved !== undefined && !state.find(owner, repo)) {
        const url = `${exchange.host.address}/repositories/${moved}`;
        return { status: 301, headers: { location: url }, json: { message: "Moved Permanently", url } };
      }
      const repository = session.visible(account, owner, repo);
      return repository ? { status: 200, json: body(exchange, repository, account) } : notFound;
    }),
    route("GET", "/repositories/:id", "getRepositoryById", (exchange, account) => {
      const repository = state.findById(Number(exchange.params.id));
      return repository ? { status: 200, json: body(exchange, repository, account) } : notFound;
    }),
    route("DELETE", "/repos/:owner/:repo", "deleteRepository", (exchange, account) => {
      const { owner = "", repo = "" } = exchange.params;
      const repository = session.visible(account, owner, repo);
      if (!repository) return notFound;
      if (account.scopes && !account.scopes.includes("delete_repo"))
        return refuse(403, "Must have admin rights to Repository.");
      state.remove(repository);
      return { status: 204 };
    }),
  ];
}

/** A page for people, who follow the link of a push. */
export function pageRoute(session: Session): Route {
  return {
    method: "GET",
    path: "/:owner/:repo",
    operation: "page",
    public: true,
    handle({ params }) {
      const repository = session.state.find(params.owner ?? "", params.repo ?? "");
      if (!repository) return { status: 404, text: "There is no such repository on this local stand-in of GitHub.\n" };
      const head = headOf(repository);
      const { objects, owner, name } = repository;
      const files = head ? [...objects.readFiles(objects.readCommit(head)?.tree ?? "").keys()] : [];
      const lines = [
        `${owner}/${name}, on a local stand-in of GitHub`,
        `${repository.defaultBranch}: ${head ?? "empty"}`,
      ];
      return { status: 200, text: `${[...lines, "", ...files].join("\n")}\n` };
    },
  };
}

function mine({ state, visible }: Session, account: GithubAccount): StoredRepository[] {
  const owners = new Set([account.login, ...state.orgs]);
  return [...state.repositories.values()]
    .filter(({ owner, name }) => owners.has(owner) && visible(account, owner, name))
    .sort((a, b) => b.pushedAt.localeCompare(a.pushedAt) || b.id - a.id);
}

function page<T>({ query }: Exchange, items: T[]): T[] {
  const size = Number(query.get("per_page") ?? 30);
  const start = (Number(query.get("page") ?? 1) - 1) * size;
  return items.slice(start, start + size);
}

function refusedName(name: string): string | undefined {
  if (/^[\w.-]{1,100}$/.test(name)) return undefined;
  return "name may only contain letters, digits, and the characters . - _, and has at most 100 of them";
}
