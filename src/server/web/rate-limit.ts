import { AppError } from "../errors";
import { processGlobal } from "../process/globals";

/** At most `max` attempts per key within `windowSeconds` of the first one. */
export interface RateLimit {
  name: string;
  max: number;
  windowSeconds: number;
}

interface Window {
  count: number;
  resetsAt: number;
}

/** Keys kept per limit. A password attempt costs ~50 ms, so a window is over before anybody can push a key out. */
const maxKeys = 50_000;

/** Counts attempts in the memory of this process; every instance of a team's Berth counts on its own. */
export class RateLimiter {
  readonly #limits = new Map<string, Map<string, Window>>();

  /** Counts one attempt. Throws LIMIT with `details.retryAfterSeconds` when there were too many. */
  count(limit: RateLimit, key: string, now: Date): void {
    const windows = this.#windowsOf(limit);
    const at = now.getTime();
    const known = windows.get(key);
    const window = known && known.resetsAt > at ? known : { count: 0, resetsAt: at + limit.windowSeconds * 1000 };
    if (window.count >= limit.max) throw tooMany(Math.ceil((window.resetsAt - at) / 1000));
    window.count += 1;
    windows.delete(key);
    windows.set(key, window);
    if (windows.size > maxKeys) this.#dropOldest(windows, at);
  }

  /** Forgets the attempts of a key, after one that succeeded. */
  forget(limit: RateLimit, key: string): void {
    this.#windowsOf(limit).delete(key);
  }

  #windowsOf(limit: RateLimit): Map<string, Window> {
    const existing = this.#limits.get(limit.name);
    if (existing) return existing;
    const created = new Map<string, Window>();
    this.#limits.set(limit.name, created);
    return created;
  }

  #dropOldest(windows: Map<string, Window>, at: number): void {
    for (const [key, window] of windows) {
      if (window.resetsAt > at && windows.size <= maxKeys) return;
      windows.delete(key);
    }
  }
}

/** The limiter of this process. */
export const rateLimiter = processGlobal("rate-limiter", () => new RateLimiter());

/** "40 seconds" or "12 minutes": how long to wait, for people. */
export function describeWait(seconds: number): string {
  const [amount, unit] = seconds < 60 ? [Math.max(1, seconds), "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

function tooMany(retryAfterSeconds: number): AppError {
  return new AppError("LIMIT", `There were too many attempts. Try again in ${describeWait(retryAfterSeconds)}.`, {
    details: { retryAfterSeconds },
  });
}
