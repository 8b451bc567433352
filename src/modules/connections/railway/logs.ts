import { setTimeout as sleep } from "node:timers/promises";
import { PlatformError } from "../http/platform-error";
import * as documents from "./documents/deployments";
import { type Feed, openFeed } from "./feed";
import { pollingMs } from "./quota";
import { askRailway, type RailwayAccess } from "./request";

type Line = documents.RailwayLine;
export type LogSource = "build" | "deploy";

/** Lines a subscription begins with, and the most one question answers. */
const mostLines = 5_000;
/** A log that was just begun cannot be read for a while, and Railway's own client gives it this many tries. */
const maxTries = 12;
const silentMs = 5_000;
/** Lines come out of order, so a later question looks back this far. */
const lookBackMs = 10_000;

/** One log of one deployment, read from several sides without telling a line twice. */
export class RailwayLog {
  /** How often each line was told, by its time and text. */
  private readonly told = new Map<string, number>();
  private newest = 0;

  constructor(
    private readonly source: LogSource,
    private readonly deploymentId: string,
    private readonly onLine: (line: Line) => void,
  ) {}

  /** Asks for what has not been told yet. A log Railway cannot give yet is empty. */
  async catchUp(access: RailwayAccess, signal: AbortSignal): Promise<void> {
    const startDate = this.newest === 0 ? null : new Date(this.newest - lookBackMs).toISOString();
    const range = { deploymentId: this.deploymentId, limit: mostLines, startDate };
    try {
      this.newReading()(await ask(access, this.source, range, signal));
    } catch (error) {
      if (!PlatformError.is(error) || (error.kind !== "NOT_READY" && error.kind !== "NOT_FOUND")) throw error;
    }
  }

  /** Follows the log until it is complete or the signal aborts: by subscription, and by questions where that is silent. */
  async follow(access: RailwayAccess, signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      const feed = this.open(access, signal);
      const end = await this.readFeed(access, feed, signal).finally(() => feed.close());
      if (signal.aborted) return;
      await this.catchUp(access, signal).catch(ignoreTemporary);
      if (end.state === "ended") return;
      if (end.hasLines) tries = 0;
      const waitMs = tries < maxTries ? Math.min(250 * 2 ** tries, 8_000) : pollingMs(access);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async readFeed(access: RailwayAccess, feed: Feed<Line[]>, signal: AbortSignal) {
    const tell = this.newReading();
    let hasLines = false;
    let isSilent = false;
    while (!signal.aborted) {
      const batches = await feed.take(isSilent ? pollingMs(access) : silentMs);
      for (const batch of batches) tell(batch);
      hasLines ||= batches.length > 0;
      const state = feed.state();
      if (batches.length > 0) continue;
      if (state === "ended" || state === "failed") return { state, hasLines };
      isSilent = state === "opening";
      if (isSilent) await this.catchUp(access, signal).catch(ignoreTemporary);
    }
    return { state: "ended", hasLines };
  }

  /** Each reading begins anew: the second of two equal lines is known by being the second in it. */
  private newReading(): (lines: Line[]) => void {
    const counts = new Map<string, number>();
    return (lines) => {
      for (const line of [...lines].sort(byTime)) {
        const key = `${line.timestamp} ${line.message}`;
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        if (count <= (this.told.get(key) ?? 0)) continue;
        this.told.set(key, count);
        this.newest = Math.max(this.newest, Date.parse(line.timestamp) || 0);
        this.onLine(line);
      }
    };
  }

  private open(access: RailwayAccess, signal: AbortSignal): Feed<Line[]> {
    const range = { deploymentId: this.deploymentId, limit: mostLines };
    return this.source === "build"
      ? mapFeed(openFeed(access, documents.buildLogLines, range, signal), ({ buildLogs }) => buildLogs)
      : mapFeed(openFeed(access, documents.deploymentLogLines, range, signal), ({ deploymentLogs }) => deploymentLogs);
  }
}

function mapFeed<T, U>(feed: Feed<T>, map: (item: T) => U): Feed<U> {
  return { ...feed, take: async (waitMs) => (await feed.take(waitMs)).map(map) };
}

/** Times have more digits than a Date keeps, and all of them the same form. */
function byTime(one: Line, other: Line): number {
  return one.timestamp < other.timestamp ? -1 : one.timestamp > other.timestamp ? 1 : 0;
}

function ignoreTemporary(error: unknown): void {
  if (!PlatformError.is(error) || error.kind === "AUTH_INVALID") throw error;
}

const tailLines = 1_000;

/** The last lines of a log, oldest first; none where Railway cannot give it. */
export async function readLog(
  access: RailwayAccess,
  source: LogSource,
  deploymentId: string,
  signal: AbortSignal,
): Promise<Line[]> {
  const range = { deploymentId, limit: tailLines, startDate: null };
  try {
    return (await ask(access, source, range, signal)).sort(byTime);
  } catch (error) {
    if (PlatformError.is(error) && (error.kind === "NOT_READY" || error.kind === "NOT_FOUND")) return [];
    throw error;
  }
}

/** A log that is not ready is asked for again by whoever follows it. */
async function ask(
  access: RailwayAccess,
  source: LogSource,
  range: { deploymentId: string; limit: number; startDate: string | null },
  signal: AbortSignal,
): Promise<Line[]> {
  if (source === "build") return (await askRailway(access, documents.buildLogs, range, signal, 1)).buildLogs;
  return (await askRailway(access, documents.deploymentLogs, range, signal, 1)).deploymentLogs;
}
