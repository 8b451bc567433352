import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { LogAnswer, type LogEntry } from "./answers";
import { type LogPlace, readLogs, resourceQuery } from "./logs";

export interface FollowLogs extends LogPlace {
  since: Date;
  onEntry(entry: LogEntry): void;
  /** Aborted when nothing more will be written: the last lines are fetched, then the answer comes. */
  ended: AbortSignal;
}

/** Between two looks at the log while there is no live connection. */
const lookEveryMs = 3_000;
const longestWaitMs = 30_000;
/** Lines of a window arrive late now and then, so each window begins a little before the last line. */
const overlapMs = 5_000;

/**
 * Hands over the log as it is written, each line once: live through a WebSocket, by windows while that is not to be
 * had, and what was written in between after every new connection. Aborting `signal` ends it at once, without an error.
 */
export async function followLogs(access: ApiAccess, follow: FollowLogs, signal: AbortSignal): Promise<void> {
  const seen = new Set<string>();
  let newest = follow.since.getTime();
  const take = (entry: LogEntry) => {
    if (seen.has(entry.id)) return;
    seen.add(entry.id);
    newest = Math.max(newest, Date.parse(entry.timestamp) || 0);
    follow.onEntry(entry);
  };
  const catchUp = async () => {
    const since = new Date(Math.max(follow.since.getTime(), newest - overlapMs));
    for (const entry of await readLogs(access, follow, { since }, signal)) take(entry);
  };
  const isOver = () => signal.aborted || follow.ended.aborted;
  for (let failures = 0; !isOver(); ) {
    const live = listen(access, follow, AbortSignal.any([signal, follow.ended]), take);
    const isLive = await live.opened;
    failures = isLive ? 0 : failures + 1;
    await tolerate(catchUp(), signal);
    await live.closed;
    if (!isOver())
      await pause(Math.min(lookEveryMs * 2 ** Math.max(0, failures - 1), longestWaitMs), signal, follow.ended);
  }
  if (!signal.aborted) await tolerate(catchUp(), signal);
}

interface Live {
  /** True once the connection stands, false when it was refused. */
  opened: Promise<boolean>;
  closed: Promise<void>;
}

function listen(access: ApiAccess, follow: FollowLogs, signal: AbortSignal, take: (entry: LogEntry) => void): Live {
  const address = `${access.address.replace(/^http/, "ws")}/v1/logs/subscribe?${resourceQuery(follow)}`;
  const opened = Promise.withResolvers<boolean>();
  const closed = Promise.withResolvers<void>();
  const socket = new WebSocket(address, {
    headers: { authorization: `Bearer ${access.token.unwrap()}` },
    handshakeTimeout: 10_000,
    followRedirects: false,
    maxPayload: 1024 ** 2,
  });
  const close = () => socket.terminate();
  signal.addEventListener("abort", close, { once: true });
  socket.on("open", () => opened.resolve(true));
  socket.on("message", (data) => {
    const parsed = LogAnswer.safeParse(jsonOf(String(data)));
    if (parsed.success) take(parsed.data);
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    signal.removeEventListener("abort", close);
    opened.resolve(false);
    closed.resolve();
  });
  if (signal.aborted) close();
  return { opened: opened.promise, closed: closed.promise };
}

/** A log that cannot be read for the moment is no reason to stop following it. */
async function tolerate(work: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await work;
  } catch (error) {
    const isPassing = PlatformError.is(error) && error.kind !== "AUTH_INVALID" && error.kind !== "AUTH_SCOPE";
    if (!signal.aborted && !isPassing) throw error;
  }
}

async function pause(ms: number, ...signals: AbortSignal[]): Promise<void> {
  await sleep(ms, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
