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
  const since = line.last === undefined ? {} : { since: String(line.last) };
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

/** Holds events back for a moment, sorts them and drops those that came before. */
class Sorter {
  private readonly seen = new Set<string>();
  private waiting: BuildEvent[] = [];
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
    this.waiting.push(event);
    this.timer ??= setTimeout(() => this.flush(), settleMs);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const events = this.waiting.sort(byTime);
    this.waiting = [];
    for (const event of events) this.onEvent(event);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
