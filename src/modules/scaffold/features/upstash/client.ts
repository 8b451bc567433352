/** Generated code that reaches Upstash over HTTP. */
export const upstashClient = `import { Redis } from "@upstash/redis";
import { requireVariable } from "@/env";

/** Values stay the text they are; the caller knows what they mean. */
function connection(): Redis {
  return new Redis({
    url: requireVariable("UPSTASH_REDIS_REST_URL"),
    token: requireVariable("UPSTASH_REDIS_REST_TOKEN"),
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: { retries: 1, backoff: () => 100 },
    signal: () => AbortSignal.timeout(3_000),
  });
}

export async function readEntry(key: string): Promise<string | undefined> {
  return (await connection().get<string>(key)) ?? undefined;
}

export async function writeEntry(key: string, value: string, seconds: number): Promise<void> {
  await connection().set(key, value, { ex: seconds });
}

/** Adds one to a counter that starts over when its window ends. One transaction, so no counter is left without an end. */
export async function countHit(key: string, windowSeconds: number): Promise<{ count: number; secondsLeft: number }> {
  const [, count, secondsLeft] = await connection()
    .multi()
    .set(key, 0, { nx: true, ex: windowSeconds })
    .incr(key)
    .ttl(key)
    .exec<[string | null, number, number]>();
  return { count, secondsLeft };
}

/** Rejects when Upstash does not answer. */
export async function checkCache(): Promise<void> {
  await connection().ping();
}
`;
