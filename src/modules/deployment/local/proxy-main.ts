// The reverse proxy of all local apps: a program of its own, so that apps keep their address while Berth is down.
// It is bundled into dist/proxy.mjs, and in development run as it stands by Node; so it imports nothing of Berth.
import { timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent, createServer, type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import path from "node:path";
import { createProxyServer } from "httpxy";

interface Route {
  port: number | null;
  state: string;
}

const [folder = ".", host = "127.0.0.1"] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(path.join(folder, "settings.json"), "utf8")) as {
  port: number;
  token: string;
};

let routes = new Map<string, Route>();
const requests = new Map<string, number>();
/** Requests under way by the port they went to: a version that was replaced may finish what it began. */
const open = new Map<number, number>();

function readRoutes(): void {
  try {
    const text = readFileSync(path.join(folder, "routes.json"), "utf8");
    const next = new Map(Object.entries(JSON.parse(text) as Record<string, Route>));
    // Requests are counted since the app started, and a start gives it a new port.
    for (const [app, route] of routes) if (next.get(app)?.port !== route.port) requests.delete(app);
    routes = next;
  } catch (error) {
    // A data folder that was deleted takes its proxy with it; anything else keeps the routes known so far.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") process.exit(0);
  }
}

/** `shop` of `shop.localhost:4400`; undefined for every other host. */
function appOf(request: IncomingMessage): string | undefined {
  return /^([a-z0-9-]+)\.localhost(?::\d+)?$/i.exec(request.headers.host ?? "")?.[1]?.toLowerCase();
}

/** Who asks and how is the proxy's to say; a client's own word for it would be a claim. */
function tellOrigin({ headers, socket }: IncomingMessage): void {
  for (const name of Object.keys(headers)) {
    if (name.startsWith("x-forwarded-") || name === "forwarded" || name === "x-real-ip") delete headers[name];
  }
  // Listening on all interfaces, Node writes an IPv4 caller as an IPv6 address.
  headers["x-forwarded-for"] = socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, "") ?? "";
  headers["x-forwarded-host"] = headers.host;
}

function countUntilClosed(port: number, response: ServerResponse): void {
  open.set(port, (open.get(port) ?? 0) + 1);
  response.once("close", () => {
    const left = (open.get(port) ?? 1) - 1;
    if (left > 0) open.set(port, left);
    else open.delete(port);
  });
}

function page(response: ServerResponse, status: number, title: string, text: string): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    ...(status === 503 ? { "retry-after": "3" } : {}),
  });
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:34rem;margin:20vh auto;padding:0 1rem}</style>
<h1>${title}</h1><p>${text}</p></html>\n`);
}

function control(request: IncomingMessage, response: ServerResponse): boolean {
  if (!request.url?.startsWith("/__berth/")) return false;
  const given = Buffer.from(request.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${settings.token}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false;
  if (request.method === "POST") readRoutes();
  response.writeHead(200, { "content-type": "application/json" });
  response.end(
    JSON.stringify({ pid: process.pid, requests: Object.fromEntries(requests), open: Object.fromEntries(open) }),
  );
  return true;
}

const unknownText =
  "No app of this Berth has this address. Open Berth to see the apps that run here and their addresses.";

/** The name is one of the routes or matches `appOf`, so it holds no markup. */
function notRunningText(app: string): string {
  return `${app} is stopped, or it is just starting. Start it with <code>berth start ${app}</code> or on its page in Berth, then load this page again.`;
}

function silentText(app: string): string {
  return `${app} is starting, or it has just ended; Berth starts it again by itself. Load this page again in a moment. If it stays like this, try <code>berth start ${app}</code>, or read its log in Berth.`;
}

const agent = new Agent({ keepAlive: true, timeout: 4000 });
const proxy = createProxyServer({ xfwd: true, agent, proxyTimeout: 0 });
proxy.on("error", (_error, request, response) => {
  if (response instanceof ServerResponse)
    page(response, 503, "This app does not answer", silentText((request && appOf(request)) ?? "NAME"));
  else response?.destroy();
});

const server = createServer((request, response) => {
  const app = appOf(request);
  if (app === undefined && control(request, response)) return;
  const route = app === undefined ? undefined : routes.get(app);
  if (!app || !route) return page(response, 404, "No app here", unknownText);
  if (route.port === null) return page(response, 503, "This app is not running", notRunningText(app));
  requests.set(app, (requests.get(app) ?? 0) + 1);
  countUntilClosed(route.port, response);
  tellOrigin(request);
  proxy.web(request, response, { target: `http://127.0.0.1:${route.port}` }).catch(() => undefined);
});

server.on("upgrade", (request, socket: Socket, head) => {
  const app = appOf(request);
  const route = app === undefined ? undefined : routes.get(app);
  if (!app || !route?.port) return socket.destroy();
  requests.set(app, (requests.get(app) ?? 0) + 1);
  tellOrigin(request);
  socket.on("error", () => socket.destroy());
  proxy.ws(request, socket, { target: `http://127.0.0.1:${route.port}` }, head).catch(() => socket.destroy());
});

server.requestTimeout = 0;
server.on("error", () => process.exit(98));
readRoutes();
setInterval(readRoutes, 500).unref();
server.listen(settings.port, host);
process.on("SIGTERM", () => process.exit(0));
