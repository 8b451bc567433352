import { eq } from "drizzle-orm";
import type { Kernel } from "../kernel";
import { run } from "../tables";
import type { Subscription } from "./feeds";
import { finalStatuses, type StoredEvent } from "./run-kind";
import { listEvents } from "./runs";

const pageSize = 500;

/**
 * Events after a sequence number: first the stored ones, then live, each exactly once and in order.
 * Ends when the run has ended and everything was given out, when it is deleted, or when the signal fires.
 */
export function watchEvents(
  kernel: Pick<Kernel, "db" | "events">,
  runId: string,
  options: { after: number; signal: AbortSignal },
): AsyncGenerator<StoredEvent> {
  // A generator that waits hears of its own return() only when it wakes up, so leaving has to wake it.
  const left = new AbortController();
  const signal = AbortSignal.any([options.signal, left.signal]);
  const events = follow(kernel, runId, options.after, signal);
  const leave = events.return.bind(events);
  events.return = (value) => {
    left.abort();
    return leave(value);
  };
  return events;
}

async function* follow(
  kernel: Pick<Kernel, "db" | "events">,
  runId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  // Subscribed before the first read, so that nothing falls between replay and live.
  const subscription = kernel.events.subscribe(runId);
  const onAbort = () => subscription.wake();
  signal.addEventListener("abort", onAbort);
  let sent = after;
  try {
    while (!signal.aborted) {
      for await (const event of nextEvents(kernel, runId, subscription, sent)) {
        if (signal.aborted) return;
        sent = event.seq;
        if (event.kind === "end") subscription.mayHaveEnded = true;
        yield event;
      }
      // Only looked up when there is reason to: with many viewers, a query each would be felt.
      if (subscription.mayHaveEnded) {
        subscription.mayHaveEnded = false;
        if (await isSettled(kernel, runId, sent)) return;
      }
      if (subscription.isOver) return;
      if (subscription.isQuiet && !signal.aborted) await subscription.wait();
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    subscription.close();
  }
}

async function* nextEvents(
  kernel: Pick<Kernel, "db">,
  runId: string,
  subscription: Subscription,
  after: number,
): AsyncGenerator<StoredEvent> {
  let sent = after;
  while (subscription.isBehind) {
    subscription.isBehind = false;
    for (;;) {
      const page = await listEvents(kernel, runId, { after: sent, limit: pageSize });
      for (const event of page) {
        sent = event.seq;
        yield event;
      }
      if (page.length < pageSize) break;
    }
  }
  for (const event of subscription.take()) {
    if (event.seq <= sent) continue;
    sent = event.seq;
    yield event;
  }
}

async function isSettled(kernel: Pick<Kernel, "db">, runId: string, sent: number): Promise<boolean> {
  const [row] = await kernel.db.select({ status: run.status, last: run.lastSeq }).from(run).where(eq(run.id, runId));
  return !row || (finalStatuses.has(row.status) && row.last <= sent);
}
