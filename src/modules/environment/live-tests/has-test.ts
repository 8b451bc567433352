import { ruleFor } from "../validation/rules";
import { providerProbes } from "./provider-probes";

/** Ids of the rules whose values are tried with a client of their own, instead of one request. */
export const clientTestIds = [
  "postgres-url",
  "postgres-direct-url",
  "redis-url",
  "mongodb-url",
  "smtp-url",
  "smtp-host",
] as const;
const clientTests: ReadonlySet<string> = new Set(clientTestIds);

/** Whether there is a test for a variable, without running it; the browser asks it too. */
export function hasTest(key: string, rule?: string): boolean {
  const id = ruleFor(key, rule)?.id;
  return id !== undefined && (clientTests.has(id) || providerProbes.has(id));
}
