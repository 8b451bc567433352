import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import type { Secret } from "@/server/crypto";
import type { ConnectionPlatform } from "../schema";
import { PlatformError, type PlatformErrorFields } from "./platform-error";

/** Everything a client needs to speak to a platform; nothing in it tells a real platform from a stand-in. */
export interface ApiAccess {
  platform: ConnectionPlatform;
  connectionId: string;
  /** Base address of the API, without a slash at the end. */
  address: string;
  token: Secret;
  /** Id of the team, workspace or owner; null for the account itself. */
  teamId: string | null;
  fetch: typeof globalThis.fetch;
  now(): Date;
}

export interface ApiCall<T> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base address, beginning with a slash; its parts already encoded. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  json?: unknown;
  body?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** How the token is sent; `Authorization: Bearer` unless told. */
  authorization?: Record<string, string>;
  /** The fields that are used. Unknown ones are tolerated; a missing one is an UPSTREAM error that names it. */
  answer: z.ZodType<T>;
  signal: AbortSignal;
  deadlineMs?: number;
  /** A change that may be sent twice, such as an upload by its content's hash. GET and PUT always may. */
  isRepeatable?: boolean;
  /** The platform's own reading of a refusal; what it leaves out comes from the status. */
  classify?(refusal: Refusal): Partial<Omit<PlatformErrorFields, "platform" | "cause">> | undefined;
}

export interface Refusal {
  status: number;
  headers: Headers;
  /** The body as JSON where it is JSON, else undefined. */
  json: unknown;
  text: string;
}

export interface ApiAnswer<T> {
  status: number;
  headers: Headers;
  data: T;
}

const defaultDeadlineMs = 30_000;
const maxBytes = 10 * 1024 ** 2;
const maxTries = 4;
/** A platform that asks for a longer wait is not waited for here; the step that called is tried again later. */
const longestWaitMs = 20_000;

/** Calls a platform's API: bounded in time and size, repeated only where that is safe. Throws PlatformError. */
export async function callApi<T>(access: ApiAccess, call: ApiCall<T>): Promise<ApiAnswer<T>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await callOnce(access, call);
    } catch (error) {
      call.signal.throwIfAborted();
      if (!PlatformError.is(error) || tries >= maxTries || !mayRepeat(error, call)) throw error;
      const waitMs = error.retryAfterSeconds === undefined ? 400 * 2 ** tries : error.retryAfterSeconds * 1000;
      if (waitMs > longestWaitMs) throw error;
      await sleep(waitMs * (1 + Math.random() / 4), undefined, { signal: call.signal });
    }
  }
}

function mayRepeat(error: PlatformError, { method, isRepeatable }: ApiCall<unknown>): boolean {
  if (error.kind === "NOT_SENT" || error.kind === "RATE_LIMITED" || error.status === 503) return true;
  const isSafe = isRepeatable ?? (method === "GET" || method === "PUT");
  return isSafe && (error.kind === "UNCERTAIN" || (error.kind === "UPSTREAM" && error.field === undefined));
}

async function callOnce<T>(access: ApiAccess, call: ApiCall<T>): Promise<ApiAnswer<T>> {
  const deadline = AbortSignal.timeout(call.deadlineMs ?? defaultDeadlineMs);
  const signal = AbortSignal.any([call.signal, deadline]);
  const response = await send(access, call, signal);
  const bytes = await readBody(access, response).catch((cause: unknown) => {
    throw lost(access, call, cause);
  });
  const text = new TextDecoder().decode(bytes);
  const json = parseJson(text);
  const refusal = { status: response.status, headers: response.headers, json, text };
  if (!response.ok) throw refused(access, call, refusal);
  const parsed = call.answer.safeParse(json);
  if (parsed.success) return { status: response.status, headers: response.headers, data: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") || "body";
  throw new PlatformError({
    platform: access.platform,
    kind: "UPSTREAM",
    status: response.status,
    field,
    message:
      json === undefined && text !== ""
        ? "The answer is not JSON. Something between Berth and the platform may have answered in its place."
        : `The answer is not as documented: ${field} ${issue?.message ?? "is missing"}.`,
  });
}

async function send(access: ApiAccess, call: ApiCall<unknown>, signal: AbortSignal): Promise<Response> {
  const url = new URL(access.address + call.path);
  for (const [key, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) url.searchParams.set(key, String(value));
  try {
    return await access.fetch(url, {
      method: call.method,
      // The token must not follow an answer to another host.
      redirect: "manual",
      signal,
      headers: {
        accept: "application/json",
        ...(call.authorization ?? { authorization: `Bearer ${access.token.unwrap()}` }),
        ...(call.json === undefined ? {} : { "content-type": "application/json" }),
        ...call.headers,
      },
      body: call.json === undefined ? (call.body ?? null) : JSON.stringify(call.json),
    });
  } catch (cause) {
    throw neverArrived(cause) ? notSent(access, cause) : lost(access, call, cause);
  }
}

async function readBody(access: ApiAccess, response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new PlatformError({
        platform: access.platform,
        kind: "UPSTREAM",
        status: response.status,
        field: "body",
        message: "The answer is larger than 10 MiB and was not read to its end.",
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refused(access: ApiAccess, call: ApiCall<unknown>, refusal: Refusal): PlatformError {
  const { status, headers } = refusal;
  const retryAfterSeconds = retryAfter(headers, access.now());
  return new PlatformError({
    platform: access.platform,
    status,
    kind: kindOf(status),
    message: `${call.method} ${call.path} was answered with ${status}.`,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...call.classify?.(refusal),
  });
}

function kindOf(status: number): PlatformErrorFields["kind"] {
  if (status >= 300 && status < 400) return "UPSTREAM";
  if (status === 401) return "AUTH_INVALID";
  if (status === 402) return "PAYMENT_REQUIRED";
  if (status === 403) return "AUTH_SCOPE";
  if (status === 404) return "NOT_FOUND";
  if (status === 409) return "CONFLICT";
  if (status === 413) return "TOO_LARGE";
  if (status === 429) return "RATE_LIMITED";
  return status >= 500 ? "UPSTREAM" : "VALIDATION";
}

/** Seconds of a Retry-After header, which may also be a date. */
function retryAfter(headers: Headers, now: Date): number | undefined {
  const value = headers.get("retry-after");
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now.getTime()) / 1000);
}

function lost(access: ApiAccess, call: ApiCall<unknown>, cause: unknown): PlatformError {
  if (PlatformError.is(cause)) return cause;
  return new PlatformError({
    platform: access.platform,
    kind: call.method === "GET" ? "UPSTREAM" : "UNCERTAIN",
    message: `The connection broke before ${call.method} ${call.path} was answered.`,
    cause,
  });
}

function notSent(access: ApiAccess, cause: unknown): PlatformError {
  return new PlatformError({
    platform: access.platform,
    kind: "NOT_SENT",
    message: `${new URL(access.address).host} could not be reached.`,
    cause,
  });
}

const beforeArrival = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function neverArrived(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && beforeArrival.has(String(cause.code))) return true;
  }
  return false;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
