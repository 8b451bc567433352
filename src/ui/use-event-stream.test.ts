import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Connection, follow, type OpenStream } from "./use-event-stream";

interface Numbered {
  seq: number;
}

function source() {
  const opened: { after: number; handlers: Parameters<OpenStream<Numbered>>[1]; isClosed: boolean }[] = [];
  const open: OpenStream<Numbered> = (after, handlers) => {
    const stream = { after, handlers, isClosed: false };
    opened.push(stream);
    return () => {
      stream.isClosed = true;
    };
  };
  const at = (index: number) => {
    const stream = opened[index];
    if (!stream) throw new Error(`stream ${index} was never opened`);
    return stream;
  };
  return { opened, open, at };
}

describe("follow", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("opens a failed stream again after the last number and drops what was seen", () => {
    const feed = { events: [] as Numbered[], last: 0 };
    const { open, at } = source();
    follow(feed, open, () => undefined);
    at(0).handlers.onEvent({ seq: 1 });
    at(0).handlers.onEvent({ seq: 2 });
    at(0).handlers.onEnd(new Error("cut"));
    vi.advanceTimersByTime(250);
    expect(at(1).after).toBe(2);
    for (const seq of [1, 2, 3]) at(1).handlers.onEvent({ seq });
    expect(feed.events.map((event) => event.seq)).toEqual([1, 2, 3]);
  });

  it("waits longer after each failure and starts short again once an event arrives", () => {
    const feed = { events: [] as Numbered[], last: 0 };
    const { open, opened, at } = source();
    follow(feed, open, () => undefined);
    at(0).handlers.onEnd(new Error("cut"));
    vi.advanceTimersByTime(250);
    at(1).handlers.onEnd(new Error("cut"));
    vi.advanceTimersByTime(499);
    expect(opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    at(2).handlers.onEvent({ seq: 1 });
    at(2).handlers.onEnd(new Error("cut"));
    vi.advanceTimersByTime(250);
    expect(opened).toHaveLength(4);
  });

  it("does not open a stream again that ended by itself", () => {
    const shown: Connection[] = [];
    const { open, opened, at } = source();
    follow({ events: [], last: 0 }, open, (connection) => shown.push(connection));
    at(0).handlers.onEvent({ seq: 1 });
    at(0).handlers.onEnd();
    vi.advanceTimersByTime(60_000);
    expect(opened).toHaveLength(1);
    expect(shown.at(-1)).toBe("ended");
  });

  it("closes the stream and stays silent afterwards", () => {
    const shown: Connection[] = [];
    const { open, opened, at } = source();
    const stop = follow({ events: [], last: 0 }, open, (connection) => shown.push(connection));
    stop();
    at(0).handlers.onEnd(new Error("cut"));
    vi.advanceTimersByTime(60_000);
    expect(at(0).isClosed).toBe(true);
    expect(opened).toHaveLength(1);
    expect(shown).toEqual([]);
  });
});
