import { ruleFor } from "../validation/rules";
import { networkFailure, TestFailure, timedOut } from "./failure";
import type { clientTestIds } from "./has-test";
import { testHttp } from "./http";
import { testMongodb } from "./mongodb";
import { testPostgres } from "./postgres";
import { providerProbes } from "./provider-probes";
import { testRedis } from "./redis";
import type { TestOutcome } from "./schema";
import { mailServerOf, testSmtp } from "./smtp";
import { type Guard, guardOf } from "./socket";

export interface TestInput {
  key: string;
  /** Id of the rule the variable names, if it does. */
  rule?: string | undefined;
  value: string;
  /** Values of the same environment that belong to this one, such as the address a key is for. */
  others: ReadonlyMap<string, string>;
  allowPrivate: boolean;
  signal: AbortSignal;
}

const deadlineMs = 8_000;

/** The other variables that a test of this one may look at. */
export const companions = [
  "OPENAI_BASE_URL",
  "OPENAI_API_BASE",
  "SUPABASE_URL",
  "NEXT_PUBLIC_SUPABASE_URL",
  "VITE_SUPABASE_URL",
  "PUBLIC_SUPABASE_URL",
  "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY",
  "SUPABASE_PUBLISHABLE_KEY",
  "NEXT_PUBLIC_SUPABASE_ANON_KEY",
  "SUPABASE_ANON_KEY",
  "UPSTASH_REDIS_REST_URL",
  "UPSTASH_REDIS_REST_TOKEN",
  "KV_REST_API_URL",
  "KV_REST_API_TOKEN",
  "SMTP_PORT",
  "SMTP_USER",
  "SMTP_PASSWORD",
] as const;

type Test = (input: TestInput, guard: Guard) => Promise<string>;

const clients: Record<(typeof clientTestIds)[number], Test> = {
  "postgres-url": ({ value }, guard) => testPostgres(value, guard),
  "postgres-direct-url": ({ value }, guard) => testPostgres(value, guard),
  "redis-url": ({ value }, guard) => testRedis(value, guard),
  "mongodb-url": ({ value }, guard) => testMongodb(value, guard),
  "smtp-url": ({ value }, guard) => testSmtp(mailServerOf(value), guard),
  "smtp-host": (input, guard) => testSmtp(mailServerByHost(input), guard),
};
const tests: ReadonlyMap<string, Test> = new Map(Object.entries(clients));

/** Tries a value against what it is for. Never throws for what the other side does; takes at most eight seconds. */
export async function runTest(input: TestInput): Promise<TestOutcome> {
  const started = performance.now();
  const tookMs = () => Math.round(performance.now() - started);
  const test = testOf(input);
  if (typeof test === "string") return { outcome: "no-test", message: test };
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = AbortSignal.any([input.signal, deadline]);
  try {
    const message = await Promise.race([test(guardOf(input.allowPrivate, signal)), ended(signal)]);
    return { outcome: "works", message, tookMs: tookMs() };
  } catch (error) {
    const failure = error instanceof TestFailure ? error : networkFailure(error, "The other side");
    return { outcome: "failed", cause: failure.reason, message: failure.message, tookMs: tookMs() };
  }
}

/** The test for a variable, or why there is none. */
function testOf(input: TestInput): ((guard: Guard) => Promise<string>) | string {
  const { key, rule, value, others } = input;
  if (value === "") return "It is empty, so there is nothing to test.";
  const id = ruleFor(key, rule)?.id ?? "";
  const test = tests.get(id);
  if (test) return (guard) => test(input, guard);
  const probe = providerProbes.get(id)?.(value, (...keys) => keys.map((name) => others.get(name)).find(Boolean));
  if (!probe) return `Berth knows no test for ${key}.`;
  if ("needs" in probe) return `Set ${probe.needs} too: ${key} can only be tested together with it.`;
  return (guard) => testHttp(probe, guard);
}

function mailServerByHost({ value, others }: TestInput) {
  const port = Number(others.get("SMTP_PORT") || 587);
  const [user, password] = [others.get("SMTP_USER"), others.get("SMTP_PASSWORD")];
  return { host: value, port, isTls: port === 465, user: user || undefined, password };
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    signal.addEventListener("abort", () => fail(timedOut("The other side")), { once: true });
  });
}
