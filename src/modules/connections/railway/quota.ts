import type { ApiAccess } from "../http/call";

interface Quota {
  /** Requests an hour. */
  limit: number;
  remaining: number;
}

/** What the last answer said, by the access that got it. */
const quotas = new WeakMap<ApiAccess, Quota>();

/** Remembers the quota that an answer tells. */
export function noteQuota(access: ApiAccess, headers: Headers): void {
  const [limit, remaining] = ["x-ratelimit-limit", "x-ratelimit-remaining"].map((name) =>
    Number.parseInt(headers.get(name) ?? "", 10),
  );
  if (limit !== undefined && remaining !== undefined && limit > 0 && remaining >= 0)
    quotas.set(access, { limit, remaining });
}

const smallLimit = 100;
const scarce = 60;

/** Time between two questions where nothing is pushed: 100 requests an hour, the smallest plan's, would last 8 minutes at 5 s. */
export function pollingMs(access: ApiAccess): number {
  const quota = quotas.get(access);
  if (!quota) return 5_000;
  if (quota.limit <= smallLimit || quota.remaining < scarce) return 30_000;
  return quota.limit <= 1_000 ? 5_000 : 3_000;
}
