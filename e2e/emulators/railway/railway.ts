import { buildSchema, execute, type GraphQLError, graphql, parse, subscribe, validate } from "graphql";
import { useServer as serveGraphql } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import {
  type Answer,
  type Emulator,
  type EmulatorOptions,
  type Exchange,
  startEmulator,
  type Upgrade,
} from "../kernel/emulator";
import { railwayContract } from "./contract";
import { mutations, queries } from "./operations";
import type { Asker } from "./resolvers";
import { sdl } from "./sdl";
import { type RailwaySnapshot, RailwayState } from "./state";
import { type Subscriber, subscriptions } from "./subscriptions";
import { takeUpload } from "./upload";

export interface RailwayOptions extends EmulatorOptions {
  /** Requests an hour: 100 on the free plan, 1000 on Hobby, 10000 on Pro. */
  hourlyQuota?: number;
}

export interface RailwayEmulator extends Emulator {
  state(): RailwaySnapshot;
  /** Sees one workspace, and no account. */
  workspaceToken: string;
  /** Reaches one environment, once it was bound to it. */
  projectToken: string;
  bindProjectToken(place: { projectId: string; environmentId: string }): void;
  /** A project that Berth did not make. */
  addProject(name: string): { projectId: string; environmentId: string };
  addService(projectId: string, name: string): void;
  /** What somebody does in Railway's dashboard with a variable of production; null removes it. */
  setVariable(serviceName: string, key: string, value: string | null): void;
  /** How sockets are disturbed from now on. */
  disturb(sockets: { isSilent?: boolean; isShuffled?: boolean }): void;
}

const schema = buildSchema(sdl);
const accountToken = "railway-good-token-0123456789abcdef";
const workspaceToken = "railway-workspace-token-0123456789abcdef";
const projectToken = "railway-project-token-0123456789abcdef";

/** Starts a stand-in of Railway: GraphQL over HTTP and WebSocket, and the upload of archives. */
export async function startRailway({
  hourlyQuota = 10_000,
  ...options
}: RailwayOptions = {}): Promise<RailwayEmulator> {
  const state = new RailwayState();
  const disturbance = { isSilent: false, isShuffled: false };
  const tokens = options.tokens?.length ? options.tokens : [accountToken];
  const withQuota = async (work: () => Promise<Answer> | Answer) => {
    state.requests += 1;
    const headers = quotaHeaders(hourlyQuota, state.requests);
    if (state.requests > hourlyQuota) return { ...tooMany, headers: { ...headers, "retry-after": "1800" } };
    const answer = await work();
    return { ...answer, headers: { ...answer.headers, ...headers } };
  };
  const emulator = await startEmulator(
    {
      platform: "railway",
      contract: railwayContract,
      tokenOf: ({ headers }) =>
        headers.get("project-access-token") ?? headers.get("authorization")?.replace(/^Bearer /, ""),
      unauthorized,
      state: () => state.describe(),
      reset: () => {
        state.reset();
        Object.assign(disturbance, { isSilent: false, isShuffled: false });
      },
      errorBody: (status) => ({ errors: [{ message: `Refused with ${status}` }] }),
      operationOf: (exchange) => operationNameOf(exchange),
      namesOf: (exchange) => namesOf(state, exchange),
      onUpgrade: (upgrade) => serveSocket(state, upgrade, disturbance),
      routes: [
        {
          method: "POST",
          path: "/graphql/v2",
          operation: "graphql",
          handle: (exchange) => withQuota(() => answerGraphql(state, exchange)),
        },
        {
          method: "POST",
          path: "/project/:projectId/environment/:environmentId/up",
          operation: "up",
          handle: (exchange) => withQuota(() => takeUpload(state, exchange)),
        },
      ],
    },
    { ...options, tokens: [...tokens, workspaceToken, projectToken] },
  );
  return {
    ...emulator,
    state: () => state.describe(),
    workspaceToken,
    projectToken,
    bindProjectToken: (place) => {
      state.projectToken = place;
    },
    addProject(name) {
      const workspaceId = state.workspaces[0]?.id ?? null;
      const { id } = state.addProject({ name, description: null, workspaceId, environment: "production" });
      return { projectId: id, environmentId: state.environmentsOf(id)[0]?.id ?? "" };
    },
    addService: (projectId, name) => {
      state.addService(projectId, name, null);
    },
    setVariable(serviceName, key, value) {
      const instance = [...state.instances.values()].find(
        ({ service, environment }) => service.name === serviceName && environment.name === "production",
      );
      if (!instance) return;
      const { [key]: _, ...rest } = instance.variables;
      instance.variables = value === null ? rest : { ...rest, [key]: value };
    },
    disturb: (sockets) => Object.assign(disturbance, sockets),
  };
}

const tooMany = { status: 429, json: { errors: [{ message: "Too many requests" }] } };

function quotaHeaders(limit: number, used: number): Record<string, string> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(Math.max(0, limit - used)),
    "x-ratelimit-reset": String(Math.ceil(Date.now() / 1000) + 1800),
  };
}

interface GraphqlRequest {
  operationName?: string;
  query?: string;
  variables?: Record<string, unknown>;
}

function requestOf(exchange: Exchange): GraphqlRequest {
  const json = exchange.json();
  return typeof json === "object" && json !== null ? json : {};
}

function operationNameOf(exchange: Exchange): string | undefined {
  return requestOf(exchange).operationName;
}

/** Names of services and projects behind the ids of an exchange, so that scenarios can be about one app. */
function namesOf(state: RailwayState, exchange: Exchange): string[] {
  const { variables = {} } = requestOf(exchange);
  const input = typeof variables.input === "object" && variables.input !== null ? variables.input : {};
  const given = [...Object.values({ ...variables, ...input }), exchange.query.get("serviceId")];
  const ids = [...given, ...Object.values(exchange.params)].filter((value) => typeof value === "string");
  const names = ids.map(
    (id) =>
      state.deployments.get(id)?.instance.service.name ?? state.services.get(id)?.name ?? state.projects.get(id)?.name,
  );
  const name = "name" in input && typeof input.name === "string" ? input.name : undefined;
  return [...names, name].filter((each) => each !== undefined);
}

/** Failures of every kind but a document that does not fit are answered with 200. */
async function answerGraphql(state: RailwayState, exchange: Exchange): Promise<Answer> {
  const { query = "", variables, operationName } = requestOf(exchange);
  const faults = faultsOf(query);
  if (faults.length > 0)
    return { status: 400, json: { errors: faults.map(({ message }) => fault(message, "GRAPHQL_VALIDATION_FAILED")) } };
  const result = await graphql({
    schema,
    source: query,
    operationName,
    variableValues: variables,
    rootValue: /^\s*mutation/.test(query) ? mutations : queries,
    contextValue: askerOf(state, exchange),
  });
  if (!result.errors) return { status: 200, json: { data: result.data } };
  return { status: 200, json: { errors: result.errors.map(({ message }) => fault(message)), data: null } };
}

function faultsOf(query: string): readonly { message: string }[] {
  try {
    return validate(schema, parse(query));
  } catch (error) {
    return [error as GraphQLError];
  }
}

function fault(message: string, code = "INTERNAL_SERVER_ERROR") {
  return { message, extensions: { code }, traceId: "0123456789" };
}

/** A mutation without a valid token does not find what it names; a query is not authorized. */
function unauthorized(exchange: Exchange): Answer {
  const isMutation = /^\s*mutation/.test(requestOf(exchange).query ?? "");
  const message = isMutation ? "Deployment not found" : "Not Authorized";
  return { status: 200, json: { errors: [fault(message)], data: null } };
}

function askerOf(state: RailwayState, { headers, token, host }: Exchange): Asker {
  const isProject = headers.has("project-access-token");
  if (isProject !== (token === projectToken)) return { state, host, kind: "project" };
  return { state, host, kind: isProject ? "project" : token === workspaceToken ? "workspace" : "account" };
}

async function serveSocket(
  state: RailwayState,
  { exchange, isAuthorized, accept }: Upgrade,
  { isSilent, isShuffled }: { isSilent: boolean; isShuffled: boolean },
): Promise<void> {
  const gone = new AbortController();
  const subscriber: Subscriber = {
    ...askerOf(state, exchange),
    isSilent: isSilent || !isAuthorized,
    isShuffled,
    gone: gone.signal,
  };
  const server = new WebSocketServer({ noServer: true });
  // The same copy of graphql must have made the schema and use it.
  const engine = { schema, parse, validate, execute, subscribe };
  serveGraphql({ ...engine, roots: { subscription: subscriptions }, context: () => subscriber }, server);
  const socket = await accept(server);
  socket.on("error", () => socket.terminate());
  socket.once("close", () => gone.abort());
  if (socket.readyState !== socket.OPEN) gone.abort();
}
