/** Generated code that reaches Redis over its own protocol. */
export const redisClient = `import { once } from "node:events";
import { createClient } from "redis";
import { requireVariable } from "@/env";

/** This module may be loaded more than once; the one connection lives outside it. */
const shared = globalThis as { cacheConnection?: ReturnType<typeof connect> };

/** Resolves after the first attempt, successful or not: without Redis the app works, only slower. */
function connect() {
  const client = createClient({
    url: requireVariable("REDIS_URL"),
    disableOfflineQueue: true,
    pingInterval: 5_000,
    socket: {
      connectTimeout: 3_000,
      socketTimeout: 10_000,
      reconnectStrategy: (retries) => Math.min(retries * 200, 5_000),
    },
  });
  // Reported by the command that fails; without a listener the error would end the process.
  client.on("error", () => undefined);
  const firstAttempt = once(client, "ready").catch(() => undefined);
  client.connect().catch(() => undefined);
  return firstAttempt.then(() => client);
}

/** Throws at once while Redis is away; the client tries to reach it again by itself. */
async function connection() {
  shared.cacheConnection ??= connect();
  const client = await shared.cacheConnection;
  if (!client.isReady) throw new Error("Redis is not connected.");
  return client;
}

export async function readEntry(key: string): Promise<string | undefined> {
  const client = await connection();
  return (await client.get(key)) ?? undefined;
}

export async function writeEntry(key: string, value: string, seconds: number): Promise<void> {
  const client = await connection();
  await client.set(key, value, { expiration: { type: "EX", value: seconds } });
}

/** Adds one to a counter that starts over when its window ends. One transaction, so no counter is left without an end. */
export async function countHit(key: string, windowSeconds: number): Promise<{ count: number; secondsLeft: number }> {
  const client = await connection();
  const [, count, secondsLeft] = await client
    .multi()
    .set(key, 0, { condition: "NX", expiration: { type: "EX", value: windowSeconds } })
    .incr(key)
    .ttl(key)
    .execTyped();
  return { count, secondsLeft };
}

/** Rejects when Redis does not answer. */
export async function checkCache(): Promise<void> {
  const client = await connection();
  await client.ping();
}

export async function closeCache(): Promise<void> {
  const client = await shared.cacheConnection;
  shared.cacheConnection = undefined;
  await client?.close();
}
`;
