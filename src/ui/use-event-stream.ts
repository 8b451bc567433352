"use client";
import { useEffect, useRef, useState } from "react";

export type Connection = "connecting" | "live" | "reconnecting" | "ended";

interface Handlers<Event> {
  onEvent(event: Event): void;
  onOpen(): void;
  onLost(): void;
  /** The stream ended for good, or failed: `error` then says why. */
  onEnd(error?: unknown): void;
}

/** Opens the stream after the event with number `after`; returns what closes it. */
export type OpenStream<Event> = (after: number, handlers: Handlers<Event>) => () => void;

interface StreamState<Event> {
  events: readonly Event[];
  connection: Connection;
}

interface Feed<Event> {
  events: Event[];
  last: number;
}

/**
 * Follows a numbered event stream. Each event arrives exactly once and in order, whatever the connection does:
 * a lost stream is opened again after the last number seen, and numbers seen before are dropped.
 * `key` names the stream; another key starts anew, `undefined` follows nothing.
 */
export function useEventStream<Event extends { seq: number }>(
  key: string | undefined,
  open: OpenStream<Event>,
): StreamState<Event> {
  const [state, setState] = useState<StreamState<Event>>({ events: [], connection: "connecting" });
  const feed = useRef<Feed<Event> & { of: string | undefined }>({ events: [], last: 0, of: undefined });
  const openRef = useRef(open);
  openRef.current = open;

  useEffect(() => {
    if (key === undefined) return;
    const source = key.split("#")[0];
    if (feed.current.of !== source) feed.current = { events: [], last: 0, of: source };
    const current = feed.current;
    return follow(current, openRef.current, (connection) => setState({ events: current.events.slice(), connection }));
  }, [key]);

  return state;
}

/** Keeps one stream open, opening it again with growing pauses, and shows what arrived at most once a frame. */
export function follow<Event extends { seq: number }>(
  feed: Feed<Event>,
  open: OpenStream<Event>,
  show: (connection: Connection) => void,
): () => void {
  let connection: Connection = "connecting";
  let close: () => void = () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isClosed = false;

  const render = () => {
    frame ??= setTimeout(() => {
      frame = undefined;
      if (!isClosed) show(connection);
    }, 16);
  };
  const turn = (next: Connection) => {
    connection = next;
    render();
  };
  const start = () => {
    close = open(feed.last, {
      onEvent(event) {
        failures = 0;
        if (event.seq <= feed.last) return;
        feed.last = event.seq;
        feed.events.push(event);
        turn("live");
      },
      onOpen: () => turn("live"),
      onLost() {
        if (connection !== "connecting") turn("reconnecting");
      },
      onEnd(error) {
        if (isClosed) return;
        if (error === undefined) return turn("ended");
        turn("reconnecting");
        timer = setTimeout(start, Math.min(10_000, 250 * 2 ** failures));
        failures += 1;
      },
    });
  };
  start();
  render();
  return () => {
    isClosed = true;
    clearTimeout(timer);
    clearTimeout(frame);
    close();
  };
}
