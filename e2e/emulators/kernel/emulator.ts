import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import type { Checked, Contract } from "./contract";
import { answerControl } from "./control";
import { DeployedApps } from "./deployed";
import type { Answer, Exchange } from "./exchange";
import type { Route } from "./routes";
import { controlScenario, type Scenario, type ScenarioControl } from "./scenario";
import { type Running, serveExchange, serveUpgrade } from "./serve";
import type { Upgrade } from "./upgrade";

export type { Checked, Contract } from "./contract";
export type { Answer, Exchange, Host } from "./exchange";
export type { Route } from "./routes";
export type { Upgrade } from "./upgrade";

/** One platform: its routes, its way to refuse, its state. */
export interface EmulatorDefinition {
  platform: string;
  routes: Route[];
  contract: Contract;
  /** How the platform refuses a token that is missing or unknown. */
  unauthorized(exchange: Exchange): Answer;
  tokenOf(exchange: Exchange): string | undefined;
  /** JSON for GET /__emulator/state. */
  state(): unknown;
  reset?(): void;
  /** WebSockets; without it every upgrade is refused with 404. `server` is the HTTP server itself. */
  onUpgrade?(upgrade: Upgrade, server: Server): void | Promise<void>;
  /** A finer name of the operation than the route's, such as that of a GraphQL document. */
  operationOf?(exchange: Exchange, route: Route): string | undefined;
  /** Further names of apps or projects that the exchange speaks of, such as the name behind an id in the path. */
  namesOf?(exchange: Exchange): (string | undefined)[];
  /** Body of an error in the platform's shape, for scenario answers and unknown paths that give a status only. */
  errorBody?(status: number): unknown;
}

export interface EmulatorOptions {
  port?: number;
  /** Accepted tokens; the first is the good one. */
  tokens?: string[];
  scenario?: Scenario;
  /** How long one state of a deployment lasts; 50 ms unless told. */
  paceMs?: number;
  /** Told of every exchange that the contract was asked about. */
  onExchange?(exchange: Checked): void;
}

export interface LoggedRequest {
  operation: string;
  method: string;
  path: string;
  /** 0 when the connection was cut instead of answered. */
  status: number;
}

export interface Emulator {
  platform: string;
  /** Base address, without a slash at the end. */
  address: string;
  goodToken: string;
  badToken: string;
  scenario: ScenarioControl;
  /** Exchanges that broke the contract; tests assert that it is empty. */
  violations: string[];
  requests: LoggedRequest[];
  state(): unknown;
  /** Ends every connection and every wait. */
  close(): Promise<void>;
}

/** Starts a platform's stand-in on this machine. */
export async function startEmulator(definition: EmulatorDefinition, options: EmulatorOptions = {}): Promise<Emulator> {
  const { platform } = definition;
  const tokens = options.tokens?.length ? options.tokens : [`${platform}-good-token-0123456789abcdef`];
  const operations = new Set(["subscribe", ...Object.keys(definition.contract), ...definition.routes.map(nameOf)]);
  const scenario = controlScenario(options.scenario ?? {}, { paceMs: options.paceMs ?? 50, operations });
  const closing = new AbortController();
  const sockets = new Set<Socket>();
  const deployed = new DeployedApps(platform, () => portOf(server));
  const running: Running = {
    definition,
    scenario,
    tokens: new Set(tokens),
    violations: [],
    requests: [],
    closed: closing.signal,
    host: {
      address: "",
      planFor: (name) => scenario.planFor(name),
      serveDeployed: (app) => deployed.serve(app),
      stopDeployed: (name) => deployed.stop(name),
      pause: (ms) => pause(ms, closing.signal),
    },
    onExchange: options.onExchange,
  };
  const controlled = {
    setScenario: scenario.set,
    state: () => definition.state(),
    requests: () => running.requests,
    violations: () => running.violations,
    reset() {
      scenario.clear();
      deployed.clear();
      running.requests.length = 0;
      running.violations.length = 0;
      definition.reset?.();
    },
  };
  const server = createServer(async (request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    if (deployed.answer(request.headers.host, path, response)) return;
    response.setHeader("x-berth-emulator", platform);
    try {
      if (!(await answerControl(request, response, controlled))) await serveExchange(running, request, response);
    } catch (error) {
      fail(running, request, error);
      response.destroy();
    }
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    serveUpgrade(running, server, { request, socket, head }).catch((error: unknown) => {
      fail(running, request, error);
      socket.destroy();
    });
  });
  await listen(server, options.port ?? 0);
  running.host.address = `http://127.0.0.1:${portOf(server)}`;
  return {
    platform,
    address: running.host.address,
    goodToken: tokens[0] ?? "",
    badToken: `${platform}-refused-token-0123456789abcdef`,
    scenario,
    violations: running.violations,
    requests: running.requests,
    state: () => definition.state(),
    close: async () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function nameOf({ operation }: Route): string {
  return operation;
}

/** A fault of the stand-in itself must not pass for a fault of the platform. */
function fail({ violations }: Running, request: IncomingMessage, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  violations.push(`${request.method} ${request.url}: the emulator failed: ${text}`);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
