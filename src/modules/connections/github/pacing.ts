import { setTimeout as sleep } from "node:timers/promises";
import { processGlobal } from "@/server/process/globals";

/** GitHub allows about 80 requests a minute that make content, over all of an account; a few are left for others. */
const allowed = 75;
const windowMs = 60_000;

const turns = processGlobal("github-turns", () => new Map<string, number[]>());

interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<unknown>;
}

const clock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};

/** Waits until a connection may make another change. */
export async function awaitTurn(connectionId: string, signal: AbortSignal, { now, sleep } = clock): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const recent = (turns.get(connectionId) ?? []).filter((at) => at > now() - windowMs);
    turns.set(connectionId, recent);
    const [oldest] = recent;
    if (recent.length < allowed || oldest === undefined) {
      recent.push(now());
      return;
    }
    await sleep(oldest + windowMs - now(), signal);
  }
}
