/** Generated code of the cache and the rate limit, the same for every store behind `src/cache/client.ts`. */
export const cacheModule = `import { missingFor } from "@/env";
import { readEntry, writeEntry } from "./client";

const pending = new Map<string, Promise<unknown>>();

/**
 * The value under this key, at most \`seconds\` old. \`load\` makes it when there is none, once for all who ask in the
 * meantime. The value must survive JSON. While the store is missing or down, every call loads.
 */
export function cached<T>(key: string, seconds: number, load: () => Promise<T>): Promise<T> {
  const running = pending.get(key);
  if (running !== undefined) return running as Promise<T>;
  const value = readOrLoad(key, seconds, load).finally(() => pending.delete(key));
  pending.set(key, value);
  return value;
}

async function readOrLoad<T>(key: string, seconds: number, load: () => Promise<T>): Promise<T> {
  if (missingFor("Cache").length > 0) return load();
  const stored = await readEntry("cache:" + key).catch(report);
  if (stored !== undefined) return (JSON.parse(stored) as { value: T }).value;
  const value = await load();
  await writeEntry("cache:" + key, JSON.stringify({ value }), seconds).catch(report);
  return value;
}

function report(error: unknown): undefined {
  const reason = error instanceof Error ? error.message : error;
  console.warn("The cache does not answer, so the value was made anew:", reason);
}
`;

export const rateLimitModule = `import { missingFor, readVariable } from "@/env";
import { countHit } from "./client";

/** How many requests a caller may make in a window, in each bucket. */
const requestsPerWindow = 20;
const windowSeconds = 60;

export interface RateLimit {
  isAllowed: boolean;
  /** Unknown while the store is missing or down: then nothing is limited. */
  remaining?: number;
  /** How long to wait; 0 while requests are allowed. */
  retryAfterSeconds: number;
}

const unlimited: RateLimit = { isAllowed: true, retryAfterSeconds: 0 };

/** Counts this request against the limit of its caller. Each bucket counts by itself. */
export async function checkRateLimit(bucket: string, request: Pick<Request, "headers">): Promise<RateLimit> {
  if (missingFor("Cache").length > 0) return unlimited;
  try {
    const { count, secondsLeft } = await countHit("limit:" + bucket + ":" + callerOf(request), windowSeconds);
    const isAllowed = count <= requestsPerWindow;
    return {
      isAllowed,
      remaining: Math.max(0, requestsPerWindow - count),
      retryAfterSeconds: isAllowed ? 0 : Math.max(1, secondsLeft),
    };
  } catch (error) {
    console.warn("The rate limit does not count:", error instanceof Error ? error.message : error);
    return unlimited;
  }
}

const everyone = crypto.randomUUID();

/** Anyone can send X-Forwarded-For, so it counts only behind a proxy; else all callers of this process are one. */
function callerOf(request: Pick<Request, "headers">): string {
  if (readVariable("TRUST_PROXY") !== "true") return everyone;
  return request.headers.get("x-forwarded-for")?.split(",")[0]?.trim().slice(0, 64) || everyone;
}
`;

export const cacheHttp = `import { refuse } from "@/http";
import { cached } from "./cache";
import { checkRateLimit } from "./rate-limit";

const seconds = 10;

/** A value that is computed at most every ten seconds, and how many requests the caller has left. */
export async function showCache(request: Request): Promise<Response> {
  const limit = await checkRateLimit("cache-demo", request);
  if (!limit.isAllowed) return refuse(429, "Too many requests. Try again in " + limit.retryAfterSeconds + " seconds.");
  let isComputed = false;
  const { computedAt } = await cached("demo", seconds, async () => {
    isComputed = true;
    return { computedAt: new Date().toISOString() };
  });
  return Response.json(
    { computedAt, isComputed, seconds, remaining: limit.remaining },
    { headers: { "cache-control": "no-store" } },
  );
}
`;
