import { setTimeout as sleep } from "node:timers/promises";
import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { part, teamQuery } from "./call";
import { type BuildEvent, byTime, readEvent } from "./events";

interface Follow {
  deploymentId: string;
  onEvent(event: BuildEvent): void;
  /** Asked when the stream has ended or broken: whether nothing more will come. */
  isOver(): Promise<boolean>;
}

/** Connections bring lines a little out of order; so long they are held back to be sorted. */
const settleMs = 40;
/** A new connection begins a little before the newest line: an earlier one may have been lost with the old connection. */
const overlapMs = 5_000;
const reconnectMs = { first: 250, longest: 5_000 };
/** A line longer than this is cut where it is; nothing that builds print needs more. */
const longestLine = 1024 ** 2;

/**
 * Follows the build's output until it is over or the signal aborts, which is no error: reconnects after a broken stream
 * from the last line seen, and hands each event on once, in the order of their times. Throws PlatformError only when the
 * token is refused.
 */
export async function followBuildLog(access: ApiAccess, follow: Follow, signal: AbortSignal): Promise<void> {
  const line = new Sorter(follow.onEvent);
  try {
    for (let waitMs = reconnectMs.first; !signal.aborted; ) {
      const before = line.count;
      await readStream(access, follow.deploymentId, line, signal).catch((error: unknown) => {
        if (PlatformError.is(error)) throw error;
      });
      if (signal.aborted || (await follow.isOver().catch(() => false))) return;
      waitMs = line.count > before ? reconnectMs.first : Math.min(waitMs * 2, reconnectMs.longest);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    line.flush();
  }
}

async function readStream(access: ApiAccess, deploymentId: string, line: Sorter, signal: AbortSignal): Promise<void> {
  const url = new URL(`${access.address}/v3/deployments/${part(deploymentId)}/events`);
  const since = line.last === undefined ? {} : { since: String(Math.max(0, line.last - overlapMs)) };
  const query = { direction: "forward", follow: "1", builds: "1", limit: "-1", ...since, ...teamQuery(access) };
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  const response = await access.fetch(url, {
    redirect: "manual",
    signal,
    headers: { accept: "application/stream+json", authorization: `Bearer ${access.token.unwrap()}` },
  });
  if (response.status === 401 || response.status === 403) {
    await response.body?.cancel();
    throw new PlatformError({
      platform: "vercel",
      kind: "AUTH_INVALID",
      status: response.status,
      message: "Vercel does not show the build's log to this token any more.",
    });
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    return;
  }
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = (parts.pop() ?? "").slice(-longestLine);
    for (const part of parts) line.add(part);
  }
  line.add(rest);
}

/** Holds each event back for a moment, so that an earlier one may still come before it, and drops those seen before. */
class Sorter {
  private readonly seen = new Set<string>();
  private waiting: { event: BuildEvent; until: number }[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Time of the newest event: where a new connection goes on. */
  last: number | undefined;
  count = 0;

  constructor(private readonly onEvent: (event: BuildEvent) => void) {}

  add(text: string): void {
    if (text.trim() === "") return;
    const event = readEvent(parse(text));
    if (!event || this.seen.has(event.id)) return;
    this.seen.add(event.id);
    this.count += 1;
    this.last = Math.max(this.last ?? 0, event.at);
    this.waiting.push({ event, until: performance.now() + settleMs });
    this.timer ??= setTimeout(() => this.release(), settleMs);
  }

  /** Hands on everything there is. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const { event } of this.sorted()) this.onEvent(event);
    this.waiting = [];
  }

  /** Hands on what has waited long enough, and what was written before it. */
  private release(): void {
    const sorted = this.sorted();
    const now = performance.now();
    const due = sorted.findLastIndex(({ until }) => until <= now) + 1;
    this.waiting = sorted.slice(due);
    const next = Math.min(...this.waiting.map(({ until }) => until));
    this.timer = this.waiting.length === 0 ? undefined : setTimeout(() => this.release(), Math.max(1, next - now));
    for (const { event } of sorted.slice(0, due)) this.onEvent(event);
  }

  private sorted(): { event: BuildEvent; until: number }[] {
    return this.waiting.toSorted((a, b) => byTime(a.event, b.event));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
