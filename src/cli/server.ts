import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import { clientEnv } from "@/server/env";
import { AppError, type ErrorBody } from "@/server/errors";
import type { AppRouter } from "@/server/router";

/** A Berth server and the token to call it with. */
export interface Server {
  url: string;
  token: string;
}

/** BERTH_URL and BERTH_TOKEN, else the server of this machine while it runs, else the last `berth login`. */
export async function findServer(): Promise<Server> {
  const { url, token, credentialsFile } = clientEnv();
  if (url) assertAddress("BERTH_URL", url);
  if (url && token) return { url, token };
  const known = [await findLocalServer(), await readServer(credentialsFile)].filter((server) => server !== undefined);
  if (url) {
    const match = known.find((server) => server.url === url);
    if (match) return match;
    throw new AppError("UNAUTHENTICATED", `Not signed in to ${url}. Run berth login --url ${url}, or set BERTH_TOKEN.`);
  }
  if (known[0]) return known[0];
  throw new AppError(
    "UNAUTHENTICATED",
    "No Berth runs on this machine, and you are signed in to no other. Start it with npm start in Berth's folder, or run berth login --url URL.",
  );
}

/** Throws VALIDATION, naming where the text came from, unless it is an http or https address. */
export function assertAddress(source: string, text: string): void {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return;
  const message = `${source}: ${JSON.stringify(text.slice(0, 80))} is not an http or https address.`;
  throw new AppError("VALIDATION", `${message} Give one such as https://berth.example.com.`);
}

/** The server of the embedded default on this machine, or undefined while none runs. */
export function findLocalServer(): Promise<Server | undefined> {
  return readServer(path.join(clientEnv().home, "cli.json"));
}

/** The data folder of this machine's own Berth when that does not run and no other one was asked for. */
export async function findOfflineHome(): Promise<string | undefined> {
  const { url, home } = clientEnv();
  if (url || !existsSync(home) || (await findSavedServer())) return undefined;
  const local = await findLocalServer();
  if (!local) return home;
  const answer = await fetch(`${local.url}/api/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  return answer ? undefined : home;
}

/** What `berth login` stored, or undefined. */
export function findSavedServer(): Promise<Server | undefined> {
  return readServer(clientEnv().credentialsFile);
}

async function readServer(file: string): Promise<Server | undefined> {
  try {
    const { url, token } = JSON.parse(await readFile(file, "utf8")) as Partial<Server>;
    return url && token ? { url, token } : undefined;
  } catch {
    return undefined;
  }
}

export type Client = ReturnType<typeof createClient>;

export function createClient(server: Server) {
  const headers = { authorization: `Bearer ${server.token}` };
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${server.url}/api/trpc`, transformer: superjson, headers })],
  });
}

export async function connect(): Promise<{ server: Server; client: Client }> {
  const server = await findServer();
  return { server, client: createClient(server) };
}

/** A plain HTTP call; an error answer becomes the AppError it carries. */
export async function call(
  server: { url: string; token?: string },
  route: string,
  init: RequestInit = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (server.token) headers.set("authorization", `Bearer ${server.token}`);
  let response: Response;
  try {
    response = await fetch(`${server.url}${route}`, { ...init, headers });
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new AppError("UPSTREAM", `Cannot reach Berth at ${server.url}. Is it running?`, { cause });
  }
  if (response.ok) return response;
  const body = (await response.json().catch(() => undefined)) as ErrorBody | undefined;
  if (body?.error) throw new AppError(body.error.code, body.error.message, { details: body.error.details });
  throw new AppError("UPSTREAM", `Berth at ${server.url} answered ${response.status}.`);
}

/** A project by its name. Throws NOT_FOUND. */
export async function projectByName(client: Client, name: string) {
  const found = (await client.project.list.query()).find((project) => project.name === name);
  if (!found) throw new AppError("NOT_FOUND", `There is no project named ${name}. berth project list shows yours.`);
  return found;
}
