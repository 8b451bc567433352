import { isIP } from "node:net";
import type { Env } from "../env";

type Place = Pick<Env, "publicUrl" | "host" | "port">;

const wildcards = new Set(["0.0.0.0", "::", "[::]", ""]);

/** Where people reach Berth: links, cookies and redirects are made for this origin. */
export function baseUrl(env: Place): string {
  return env.publicUrl ? new URL(env.publicUrl).origin : localUrl(env);
}

/** The origin an answer to this request should name: the public one, else the checked Host the caller used. */
export function requestBase(headers: Headers, env: Place): string {
  return env.publicUrl ? baseUrl(env) : `http://${headers.get("host") ?? new URL(localUrl(env)).host}`;
}

/** Where a program on this machine reaches Berth. Always `localhost`, never 127.0.0.1: cookies tell the two apart. */
export function localUrl(env: Place): string {
  const name = unbracket(env.host);
  if (wildcards.has(env.host) || isLoopback(name)) return `http://localhost:${env.port}`;
  return `http://${isIP(name) === 6 ? `[${name}]` : name}:${env.port}`;
}

/** True when people reach Berth over https, where cookies are Secure and carry the __Host- prefix. */
export function isHttps(env: Place): boolean {
  return env.publicUrl?.startsWith("https:") ?? false;
}

/**
 * Whether a Host header names this Berth. Any other name is refused: a page whose own name was pointed at this
 * machine (DNS rebinding) would count as same-origin. An address in numbers cannot be rebound.
 */
export function isOurHost(header: string | null, env: Place): boolean {
  const url = parseHost(header, isHttps(env) ? "https:" : "http:");
  if (!url) return false;
  if (env.publicUrl && url.host === new URL(env.publicUrl).host) return true;
  const name = unbracket(url.hostname);
  if (isLoopback(name) || name === unbracket(env.host).toLowerCase()) return true;
  return wildcards.has(env.host) && isIP(name) !== 0;
}

/**
 * Whether a request that changes something was sent by a page of ours; browsers send Origin with every such request.
 * The port counts: cookies ignore it, so another program on localhost could otherwise act with this session.
 */
export function isOurOrigin(headers: Headers, env: Place): boolean {
  const origin = headers.get("origin");
  if (origin === null) return headers.get("sec-fetch-site") === "same-origin";
  if (env.publicUrl && origin === baseUrl(env)) return true;
  const host = headers.get("host");
  return origin === `http://${host}` && isOurHost(host, { ...env, publicUrl: undefined });
}

/** The nearest proxy appends the address it saw; everything before that is the caller's own claim. */
export function clientIp(headers: Headers): string | undefined {
  const last = headers
    .get("x-forwarded-for")
    ?.split(",")
    .at(-1)
    ?.trim()
    .replace(/^::ffff:/, "");
  return last && isIP(last) !== 0 ? last : undefined;
}

function parseHost(header: string | null, protocol: string): URL | undefined {
  if (!header || !/^[a-z0-9.:[\]-]+$/i.test(header)) return undefined;
  return URL.parse(`${protocol}//${header}`) ?? undefined;
}

function isLoopback(name: string): boolean {
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

function unbracket(host: string): string {
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}
