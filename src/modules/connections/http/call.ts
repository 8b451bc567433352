import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import type { Secret } from "@/server/crypto";
import type { ConnectionPlatform } from "../schema";
import { readAnswer } from "./answer";
import { refuseWhileOpen, throughCircuit } from "./circuit";
import { defaultDeadlineMs, describeFault, mayPass } from "./connection-faults";
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
  /** A body that is no JSON; its content-type belongs in the headers. */
  body?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** How the token is sent; `Authorization: Bearer` unless told. */
  authorization?: Record<string, string>;
  /**
   * The fields that are used. Unknown ones are tolerated; a missing one is an UPSTREAM error that names it. An empty
   * body is undefined, and one that is not JSON is a string.
   */
  answer: z.ZodType<T>;
  signal: AbortSignal;
  /** For one request and its answer; 30 s unless told. */
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

const maxTries = 4;
/** A platform that asks for a longer wait is not waited for here; the step that called is tried again later. */
const longestWaitMs = 20_000;
const firstWaitMs = 800;

/**
 * Calls a platform's API: bounded in time and size, repeated only where that is safe, and left alone for a while when
 * the platform is down. Throws PlatformError, or the reason of the caller's signal.
 */
export async function callApi<T>(access: ApiAccess, call: ApiCall<T>): Promise<ApiAnswer<T>> {
  call.signal.throwIfAborted();
  return throughCircuit(access, async () => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await callOnce(access, call);
      } catch (error) {
        call.signal.throwIfAborted();
        if (!PlatformError.is(error) || tries >= maxTries || !mayRepeat(error, call)) throw error;
        const waitMs =
          error.retryAfterSeconds === undefined ? firstWaitMs * 2 ** (tries - 1) : error.retryAfterSeconds * 1000;
        if (waitMs > longestWaitMs) throw error;
        await pause(waitMs * (1 + Math.random() / 4), call.signal);
        refuseWhileOpen(access);
      }
    }
  });
}

function mayRepeat(error: PlatformError, { method, isRepeatable }: ApiCall<unknown>): boolean {
  if (error.kind === "NOT_SENT") return mayPass(error);
  if (error.kind === "RATE_LIMITED" || error.status === 503) return true;
  const isSafe = isRepeatable ?? (method === "GET" || method === "PUT");
  if (!isSafe || error.field !== undefined || !mayPass(error)) return false;
  return (
    error.kind === "UNCERTAIN" || (error.kind === "UPSTREAM" && (error.status === undefined || error.status >= 500))
  );
}

async function callOnce<T>(access: ApiAccess, call: ApiCall<T>): Promise<ApiAnswer<T>> {
  const { url, request } = describeRequest(access, call);
  const deadline = AbortSignal.timeout(call.deadlineMs ?? defaultDeadlineMs);
  const signal = AbortSignal.any([call.signal, deadline]);
  try {
    return await readAnswer(access, call, await access.fetch(url, { ...request, signal }));
  } catch (cause) {
    throw describeFault(access, call, { cause, isLate: deadline.aborted });
  }
}

function describeRequest(access: ApiAccess, call: ApiCall<unknown>): { url: URL; request: RequestInit } {
  const url = new URL(access.address + call.path);
  for (const [key, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) url.searchParams.set(key, String(value));
  const request = {
    method: call.method,
    // The token must not follow an answer to another host.
    redirect: "manual" as const,
    headers: {
      accept: "application/json",
      ...(call.authorization ?? { authorization: `Bearer ${tokenOf(access)}` }),
      ...(call.json === undefined ? {} : { "content-type": "application/json" }),
      ...call.headers,
    },
    body: call.json === undefined ? (call.body ?? null) : JSON.stringify(call.json),
  };
  return { url, request };
}

/** A header takes no line break; the runtime's own error would show the token. */
function tokenOf({ platform, token }: ApiAccess): string {
  const value = token.unwrap();
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new PlatformError({
    platform,
    kind: "AUTH_INVALID",
    message: "The token is empty, or has spaces or line breaks, which no token has. Paste it again, whole and alone.",
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw signal.reason;
  }
}
