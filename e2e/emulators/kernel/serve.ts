import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Checked, findViolations } from "./contract";
import { readAll } from "./control";
import type { EmulatorDefinition, LoggedRequest } from "./emulator";
import { type Answer, type Exchange, type Host, parseJson } from "./exchange";
import { reply } from "./reply";
import { findRoute, type Route } from "./routes";
import type { ScenarioControl, ScenarioRule } from "./scenario";
import { openUpgrade, refuseUpgrade } from "./upgrade";

/** An emulator at work. */
export interface Running {
  definition: EmulatorDefinition;
  scenario: ScenarioControl;
  tokens: Set<string>;
  violations: string[];
  requests: LoggedRequest[];
  closed: AbortSignal;
  host: Host;
  onExchange: ((exchange: Checked) => void) | undefined;
}

/** One request: scenario, authentication, work, contract, answer. */
export async function serveExchange(running: Running, request: IncomingMessage, response: ServerResponse) {
  const { definition, requests, violations } = running;
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const exchange = openExchange(running, request, await readAll(request), gone.signal);
  const match = findRoute(definition.routes, exchange.method, exchange.path);
  exchange.params = match?.params ?? {};
  exchange.token = definition.tokenOf(exchange);
  const operation = (match && definition.operationOf?.(exchange, match.route)) ?? match?.route.operation ?? "unknown";
  const rule = takeRule(running, exchange, operation);
  const log = (status: number) => requests.push({ operation, method: exchange.method, path: exchange.path, status });

  if (rule?.lose === "before") {
    log(0);
    response.destroy();
    return;
  }
  if (rule?.delayMs) await running.host.pause(rule.delayMs);
  if (running.closed.aborted) return;
  const answer = await answerOf(running, exchange, { rule, route: match?.route, operation });
  const isLost = rule?.lose === "after" || running.closed.aborted;
  log(isLost ? 0 : answer.status);
  if (!match) violations.push(`${exchange.method} ${exchange.path}: the emulator has no such operation`);
  if (isLost) response.destroy();
  else await reply(response, answer, { rule, signal: exchange.signal });
}

async function answerOf(
  running: Running,
  exchange: Exchange,
  { rule, route, operation }: { rule: ScenarioRule | undefined; route: Route | undefined; operation: string },
): Promise<Answer> {
  const { definition, violations } = running;
  if (rule?.answer) return withErrorBody(definition, rule.answer);
  if (!route?.public && !isAuthorized(running, exchange)) return definition.unauthorized(exchange);
  if (!route) return withErrorBody(definition, { status: 404 });
  const answer = await route.handle(exchange);
  const checked = {
    operation,
    method: exchange.method,
    path: route.path,
    requestBody: exchange.json(),
    status: answer.status,
    answerBody: answer.json ?? answer.text,
    hasBody: answer.bytes === undefined && answer.stream === undefined,
  };
  violations.push(...findViolations(definition.contract, checked));
  running.onExchange?.(checked);
  return answer;
}

/** A WebSocket: the same scenario, then the platform's own hook. */
export async function serveUpgrade(
  running: Running,
  server: Server,
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
): Promise<void> {
  const { definition, requests } = running;
  const gone = new AbortController();
  socket.once("close", () => gone.abort());
  const exchange = openExchange(running, request, Buffer.alloc(0), gone.signal);
  exchange.token = definition.tokenOf(exchange);
  const operation = "subscribe";
  const rule = takeRule(running, exchange, operation);
  const log = (status: number) => requests.push({ operation, method: "GET", path: exchange.path, status });
  if (rule?.lose || rule?.truncate) {
    log(0);
    socket.destroy();
    return;
  }
  if (rule?.delayMs) await running.host.pause(rule.delayMs);
  const refusal = rule?.answer ?? (definition.onUpgrade ? undefined : { status: 404 });
  log(refusal?.status ?? 101);
  if (refusal) return refuseUpgrade(socket, withErrorBody(definition, refusal), definition.platform);
  await definition.onUpgrade?.(
    openUpgrade({ request, socket, head }, exchange, {
      isAuthorized: isAuthorized(running, exchange),
      platform: definition.platform,
      rule,
    }),
    server,
  );
}

function takeRule({ definition, scenario }: Running, exchange: Exchange, operation: string): ScenarioRule | undefined {
  const rule = scenario.take({
    operation,
    path: exchange.path,
    method: exchange.method,
    names: namesOf(definition, exchange),
  });
  if (rule?.revoke && exchange.token !== undefined) scenario.revoke(exchange.token);
  return rule;
}

function namesOf(definition: EmulatorDefinition, exchange: Exchange): string[] {
  const body = exchange.json();
  const bodyName = typeof body === "object" && body !== null && "name" in body ? body.name : undefined;
  return [
    ...Object.values(exchange.params),
    bodyName,
    exchange.query.get("name"),
    ...(definition.namesOf?.(exchange) ?? []),
  ].filter((name): name is string => typeof name === "string");
}

function isAuthorized({ tokens, scenario }: Running, { token }: Exchange): boolean {
  return token !== undefined && tokens.has(token) && !scenario.isRevoked(token);
}

function withErrorBody(definition: EmulatorDefinition, answer: Answer): Answer {
  if (answer.status < 400 || answer.json !== undefined || answer.text !== undefined) return answer;
  return { ...answer, json: definition.errorBody?.(answer.status) ?? { message: `Refused with ${answer.status}` } };
}

function openExchange(running: Running, request: IncomingMessage, body: Buffer, gone: AbortSignal): Exchange {
  const url = new URL(request.url ?? "/", "http://emulator");
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const isJson = /json/.test(headers.get("content-type") ?? "");
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    params: {},
    query: url.searchParams,
    headers,
    body,
    json: () => (isJson ? parseJson(body) : undefined),
    signal: AbortSignal.any([gone, running.closed]),
    token: undefined,
    host: running.host,
  };
}
