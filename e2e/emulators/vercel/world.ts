import type { Answer, Exchange, Route } from "../kernel/emulator";
import { notFound, refuse } from "./errors";
import type { Deployment, Project, VercelState } from "./state";

export interface WorldSettings {
  /** File uploads a day; a free account has 5,000. */
  uploadsPerDay: number;
  requestsPerMinute: number;
  /** `standard` asks visitors of previews to sign in, `all` those of production too. */
  protection: "none" | "standard" | "all";
  /** Project names that belong to somebody else, as far as this account can see. */
  takenNames: readonly string[];
}

export interface World {
  state: VercelState;
  settings: WorldSettings;
}

/** A request of somebody who may make it. */
export interface Call extends World {
  exchange: Exchange;
  /** The team named in the query, else the account itself. */
  ownerId: string;
}

export type Handle = (call: Call) => Answer | Promise<Answer>;

/** A route in the scope of a team, with Vercel's rate headers on its answer. */
export function route(world: World, at: { method: string; path: string; operation: string }, handle: Handle): Route {
  return {
    ...at,
    async handle(exchange) {
      const rate = rateHeaders(world);
      const ownerId = ownerOf(world, exchange);
      const answer = rate.isOver
        ? refuse(429, "rate_limited", "Too many requests", { limit: rate.limit })
        : ownerId === undefined
          ? refuse(403, "forbidden", "Not authorized: Trying to access resource under scope you are not a member of")
          : await handle({ ...world, exchange, ownerId });
      return { ...answer, headers: { ...rate.headers, ...answer.headers } };
    },
  };
}

/** A route below a project, which has to be there. */
export function projectRoute(
  world: World,
  at: { method: string; path: string; operation: string },
  handle: (call: Call & { project: Project }) => Answer | Promise<Answer>,
): Route {
  return route(world, at, (call) => {
    const project = world.state.findProject(call.ownerId, call.exchange.params.project);
    return project ? handle({ ...call, project }) : notFound("project");
  });
}

/** A route below a deployment, which has to be there. */
export function deploymentRoute(
  world: World,
  at: { method: string; path: string; operation: string },
  handle: (call: Call & { deployment: Deployment }) => Answer | Promise<Answer>,
): Route {
  return route(world, at, (call) => {
    const deployment = world.state.findDeployment(call.ownerId, call.exchange.params.deployment);
    return deployment ? handle({ ...call, deployment }) : notFound("deployment");
  });
}

function ownerOf({ state }: World, { query }: Exchange): string | undefined {
  const wanted = query.get("teamId") ?? query.get("slug");
  if (wanted === null) return state.user.defaultTeamId ?? state.user.id;
  return state.teams.find(({ id, slug }) => id === wanted || slug === wanted)?.id;
}

const minuteMs = 60_000;

function rateHeaders({ state, settings }: World) {
  const total = settings.requestsPerMinute;
  state.requests += 1;
  const remaining = Math.max(0, total - state.requests);
  const resetMs = Date.now() + minuteMs;
  const reset = Math.ceil(resetMs / 1000);
  return {
    isOver: state.requests > total,
    limit: { total, remaining, reset, resetMs },
    headers: {
      "x-ratelimit-limit": String(total),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-reset": String(reset),
    },
  };
}

/** The body as an object; what is none is an empty one. */
export function bodyOf(exchange: Exchange): Record<string, unknown> {
  const body = exchange.json();
  return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
}
