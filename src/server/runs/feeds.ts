import { inArray } from "drizzle-orm";
import type { Logger } from "pino";
import type { Database } from "../db";
import { run } from "../tables";
import { runChannel } from "./append";
import { finalStatuses, type StoredEvent } from "./run-kind";
import { listEvents } from "./runs";

const pollMs = 1_000;
const pageSize = 1_000;
const longestQueue = 5_000;

/** One viewer of a run. Starts behind, so that it replays what was stored before it came. */
export class Subscription {
  readonly #close: () => void;
  #queue: StoredEvent[] = [];
  #wake: (() => void) | undefined;
  /** True when the stored rows have to be read: at first, and after this viewer was too slow. */
  isBehind = true;
  /** True when the run may have ended, so that the viewer looks. */
  mayHaveEnded = true;
  /** True when nothing more comes: the run is gone, or this process is stopping. */
  isOver = false;

  constructor(close: () => void) {
    this.#close = close;
  }

  push(events: readonly StoredEvent[]): void {
    if (this.#queue.length + events.length > longestQueue) {
      this.#queue = [];
      this.isBehind = true;
    } else this.#queue.push(...events);
    this.wake();
  }

  /** Has the viewer read the stored rows again. */
  fallBehind(): void {
    this.isBehind = true;
    this.wake();
  }

  take(): StoredEvent[] {
    const taken = this.#queue;
    this.#queue = [];
    return taken;
  }

  /** True when there is nothing to do but wait. */
  get isQuiet(): boolean {
    return this.#queue.length === 0 && !this.isBehind && !this.mayHaveEnded;
  }

  wake(): void {
    this.#wake?.();
  }

  lookForEnd(): void {
    this.mayHaveEnded = true;
    this.wake();
  }

  /** Resolves at the next push, end or wake. */
  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  close(): void {
    this.#close();
    this.wake();
  }
}

interface Feed {
  cursor: number | undefined;
  viewers: Set<Subscription>;
  isReading: boolean;
  isStale: boolean;
}

/** Live events for all viewers of this process: one LISTEN, one read per run and notice, and a look each second anyway. */
export class RunFeeds {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #feeds = new Map<string, Feed>();
  #unlisten: (() => Promise<void>) | undefined;
  #poll: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  async start(): Promise<void> {
    const onNotice = (payload: string) => this.#read(payload.slice(0, payload.indexOf(" ")));
    const onReady = () => {
      for (const id of this.#feeds.keys()) this.#read(id);
    };
    this.#unlisten = await this.#database.listen(runChannel, onNotice, onReady);
    this.#poll = setInterval(() => void this.#look(), pollMs);
    this.#poll.unref();
  }

  /** Ends every stream; viewers resume elsewhere by their last sequence number. */
  async stop(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#poll);
    for (const feed of this.#feeds.values()) for (const viewer of feed.viewers) this.#finish(viewer);
    await this.#unlisten?.();
  }

  subscribe(runId: string): Subscription {
    const feed = this.#feeds.get(runId) ?? {
      cursor: undefined,
      viewers: new Set(),
      isReading: false,
      isStale: false,
    };
    this.#feeds.set(runId, feed);
    const subscription = new Subscription(() => {
      feed.viewers.delete(subscription);
      if (feed.viewers.size === 0 && this.#feeds.get(runId) === feed) this.#feeds.delete(runId);
    });
    feed.viewers.add(subscription);
    // Settles now where live begins, rather than at the first event, when every viewer would have to read again.
    if (feed.cursor === undefined) this.#read(runId);
    if (this.#isClosed) this.#finish(subscription);
    return subscription;
  }

  #finish(viewer: Subscription): void {
    viewer.isOver = true;
    viewer.wake();
  }

  #read(runId: string): void {
    const feed = this.#feeds.get(runId);
    if (!feed || this.#isClosed) return;
    feed.isStale = true;
    if (feed.isReading) return;
    feed.isReading = true;
    this.#readAll(runId, feed).catch((error: unknown) =>
      this.#log.warn({ err: error, runId }, "could not read live events"),
    );
  }

  async #readAll(runId: string, feed: Feed): Promise<void> {
    try {
      while (feed.isStale && feed.viewers.size > 0) {
        feed.isStale = false;
        // The first read only settles where live begins: viewers read everything before it themselves.
        if (feed.cursor === undefined) {
          feed.cursor = await this.#lastSeq(runId);
          // Only now: what a viewer read while the point was being settled may end before it.
          for (const viewer of feed.viewers) viewer.fallBehind();
          continue;
        }
        const events = await listEvents(this.#database, runId, { after: feed.cursor, limit: pageSize });
        const last = events.at(-1);
        if (!last) continue;
        feed.cursor = last.seq;
        if (events.length === pageSize) feed.isStale = true;
        for (const viewer of feed.viewers) viewer.push(events);
      }
    } finally {
      // In the same turn as the last look at isStale, so that no notice falls between.
      feed.isReading = false;
    }
  }

  async #lastSeq(runId: string): Promise<number> {
    const [row] = await this.#database.db
      .select({ last: run.lastSeq })
      .from(run)
      .where(inArray(run.id, [runId]));
    return row?.last ?? 0;
  }

  async #look(): Promise<void> {
    const ids = [...this.#feeds.keys()];
    if (ids.length === 0) return;
    try {
      const rows = await this.#database.db
        .select({ id: run.id, last: run.lastSeq, status: run.status })
        .from(run)
        .where(inArray(run.id, ids));
      const found = new Map(rows.map((row) => [row.id, row]));
      for (const id of ids) {
        const feed = this.#feeds.get(id);
        const row = found.get(id);
        if (!feed) continue;
        if (!row) for (const viewer of feed.viewers) this.#finish(viewer);
        else if (row.last > (feed.cursor ?? -1)) this.#read(id);
        else if (finalStatuses.has(row.status)) for (const viewer of feed.viewers) viewer.lookForEnd();
      }
    } catch (error) {
      this.#log.warn({ err: error }, "could not look for new events");
    }
  }
}
