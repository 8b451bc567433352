import { lookup as resolve } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { AppError } from "./errors";

interface GuardedRequest {
  method?: "GET" | "POST";
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
  signal: AbortSignal;
}

interface GuardedResponse {
  /** The address after redirects. */
  url: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: AsyncIterable<Uint8Array>;
}

export type GuardedFetch = (url: string, request: GuardedRequest) => Promise<GuardedResponse>;

interface GuardOptions {
  /** Which addresses may be connected to; only public ones unless told otherwise. */
  isAllowed?: (address: string) => boolean;
  protocols?: readonly string[];
}

const maxRedirects = 5;
const idleMs = 20_000;

/**
 * Fetches addresses that people typed: https only, never a machine of this network. The connection goes to the very address
 * that was checked, on every redirect anew, so that a name cannot change its mind in between.
 */
export function createGuardedFetch(options: GuardOptions = {}): GuardedFetch {
  const { isAllowed = isPublicAddress, protocols = ["https:"] } = options;
  return async (url, request) => {
    let target = checkedUrl(url, protocols);
    const { origin } = target;
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const response = await send(target, target.origin === origin ? request : withoutToken(request), isAllowed);
      const location = response.headers.location;
      if (!isRedirect(response.statusCode) || location === undefined) return answer(target, response);
      response.destroy();
      if (request.method === "POST") throw upstream(target, "it redirects what was sent to it");
      if (!URL.canParse(location, target)) throw upstream(target, "it redirects to an address that cannot be read");
      target = checkedUrl(new URL(location, target).href, protocols);
    }
    throw upstream(target, `it redirects more than ${maxRedirects} times`);
  };
}

/** Providers put keys into headers of many names. */
const keyHeader = /authorization|cookie|key|token/i;

/** A token is for the host it was sent to, never for one that host redirects to. */
function withoutToken(request: GuardedRequest): GuardedRequest {
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => !keyHeader.test(name));
  return { ...request, headers: Object.fromEntries(headers) };
}

const privateAddresses = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  privateAddresses.addSubnet(network, bits, "ipv4");

/** Where clouds hand credentials to any program on the machine that asks. */
const metadata = new BlockList();
metadata.addSubnet("169.254.0.0", 16, "ipv4");
metadata.addAddress("100.100.100.200", "ipv4");
metadata.addAddress("168.63.129.16", "ipv4");
metadata.addSubnet("fe80::", 10, "ipv6");
metadata.addSubnet("fd00:ec2::", 32, "ipv6");
// The IPv4 range above, as IPv6-only networks reach it.
metadata.addSubnet("64:ff9b::a9fe:0", 112, "ipv6");

/** Whether an IP address is one of a cloud's metadata service. */
export function isMetadataAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && metadata.check(address, family === 4 ? "ipv4" : "ipv6");
}

/** Of IPv6 only global unicast is public, and of that not what is set aside or carries an IPv4 address inside. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");
const setAside = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  setAside.addSubnet(network, bits, "ipv6");

/** Whether an IP address is one of the public internet: no loopback, private, link-local, shared or reserved one. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !privateAddresses.check(address, "ipv4");
  // A zone names an interface of this machine.
  if (family !== 6 || address.includes("%")) return false;
  return globalUnicast.check(address, "ipv6") && !setAside.check(address, "ipv6");
}

function checkedUrl(text: string, protocols: readonly string[]): URL {
  if (!URL.canParse(text)) throw new AppError("VALIDATION", `${JSON.stringify(text.slice(0, 200))} is not an address.`);
  const url = new URL(text);
  if (!protocols.includes(url.protocol)) {
    throw new AppError(
      "VALIDATION",
      `${url.protocol}//${url.host} is not reached over https. Give an https:// address.`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new AppError(
      "VALIDATION",
      "The address holds a user name or a password. Give the address of something public.",
    );
  }
  return url;
}

function send(url: URL, request: GuardedRequest, isAllowed: (address: string) => boolean): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) && !isAllowed(host)) return Promise.reject(refused(url.host));
  return new Promise((done, fail) => {
    const sent = (url.protocol === "http:" ? requestHttp : requestHttps)(url, {
      method: request.method ?? "GET",
      headers: { "user-agent": "berth", ...request.headers, "accept-encoding": "identity" },
      signal: request.signal,
      timeout: idleMs,
      // A kept connection would skip the check of its address.
      agent: false,
      lookup: guardedLookup(url.host, isAllowed),
    });
    sent.once("response", done);
    sent.once("timeout", () => sent.destroy(upstream(url, `it said nothing for ${idleMs / 1000} seconds`)));
    sent.once("error", (error) => fail(request.signal.aborted || AppError.is(error) ? error : unreachable(url, error)));
    sent.end(request.body);
  });
}

/** Resolves a name and refuses it when any of its addresses is not allowed; the socket gets the addresses checked here. */
function guardedLookup(host: string, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "");
      const [first] = found;
      if (!first || found.some(({ address }) => !isAllowed(address))) return callback(refused(host), "");
      return options.all ? callback(null, found) : callback(null, first.address, first.family);
    });
  };
}

function answer(url: URL, response: IncomingMessage): GuardedResponse {
  const headers = Object.entries(response.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]);
  return { url: url.href, status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body: response };
}

function isRedirect(status: number | undefined): boolean {
  return status !== undefined && [301, 302, 303, 307, 308].includes(status);
}

function refused(host: string): AppError {
  return new AppError(
    "VALIDATION",
    `${host} is an address of this machine or of a private network, which Berth does not fetch from. Give a public address.`,
  );
}

function unreachable(url: URL, error: Error): AppError {
  const code = "code" in error ? ` (${String(error.code)})` : "";
  return new AppError("UPSTREAM", `${url.host} could not be reached${code}. Check the address and the network.`, {
    cause: error,
  });
}

function upstream(url: URL, reason: string): AppError {
  return new AppError("UPSTREAM", `${url.host} could not be used: ${reason}.`);
}
