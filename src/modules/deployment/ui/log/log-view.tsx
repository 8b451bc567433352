"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { plural } from "@/ui/format";
import type { Connection } from "@/ui/use-event-stream";
import type { DeploymentDetail, DeploymentEvent, Platform } from "../../schema";
import { addLines, filterLines, findLines, type LevelFilter, type LogLine, plainText } from "./log-lines";
import { LogRow } from "./log-row";
import { LogToolbar } from "./log-toolbar";

interface LogViewProps {
  deployment: Pick<DeploymentDetail, "id" | "platform">;
  events: readonly DeploymentEvent[];
  connection: Connection;
}

/** The log of a deployment. Only the lines in view are drawn; it follows the newest until the reader scrolls up. */
export function LogView({ deployment, events, connection }: LogViewProps) {
  const [filter, setFilter] = useState<LevelFilter>("all");
  const [query, setQuery] = useState("");
  const [match, setMatch] = useState(0);
  const searchRef = useRef<HTMLInputElement>(null);
  const all = useLines(events, deployment.platform);
  const lines = useMemo(() => filterLines(all, filter), [all, filter]);
  const found = useMemo(() => findLines(lines, query), [lines, query]);
  const currentMatch = Math.min(match, Math.max(0, found.length - 1));
  const list = useFollowedList(lines.length);
  useFindKey(searchRef);

  const goToMatch = (index: number) => {
    setMatch(index);
    const line = found[index];
    if (line !== undefined) list.show(line);
  };
  const search = (text: string) => {
    setQuery(text);
    setMatch(0);
    const first = findLines(lines, text)[0];
    if (first !== undefined) list.show(first);
  };
  const { virtualizer } = list;
  return (
    <section
      id="log"
      aria-label="Log"
      className="flex h-[min(34rem,75dvh)] min-w-0 scroll-mt-16 flex-col overflow-hidden rounded-lg border border-border bg-surface"
    >
      <LogToolbar
        deploymentId={deployment.id}
        connection={connection}
        query={query}
        onQuery={search}
        matches={found.length}
        currentMatch={currentMatch}
        onMatch={(step) => goToMatch((currentMatch + step + found.length) % Math.max(1, found.length))}
        filter={filter}
        onFilter={setFilter}
        isFollowing={list.isFollowing}
        onFollow={list.toggleFollow}
        copyText={() => lines.map(({ text }) => plainText(text)).join("\n")}
        searchRef={searchRef}
      />
      <div
        ref={list.scroller}
        role="log"
        aria-live="off"
        aria-label={plural(lines.length, "line")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
        tabIndex={0}
        onScroll={list.onScroll}
        className="relative min-h-0 flex-1 overflow-y-auto bg-code py-2 font-mono text-xs -outline-offset-2"
      >
        {lines.length === 0 ? <NoLines isFiltered={all.length > 0} connection={connection} /> : null}
        <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return line ? (
              <div
                key={line.seq}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow line={line} query={query} isCurrentMatch={found[currentMatch] === item.index} />
              </div>
            ) : null;
          })}
        </div>
      </div>
    </section>
  );
}

function NoLines({ isFiltered, connection }: { isFiltered: boolean; connection: Connection }) {
  const text = isFiltered
    ? "No line passes the filter."
    : connection === "ended"
      ? "Nothing was logged, or the log is past its age and was removed."
      : "Lines appear here as they are written.";
  return <p className="px-4 py-2 font-sans text-muted">{text}</p>;
}

/** The lines of the events; what was read before is not read again. */
function useLines(events: readonly DeploymentEvent[], platform: Platform): readonly LogLine[] {
  const read = useRef<{ count: number; first: number | undefined; lines: readonly LogLine[] }>({
    count: 0,
    first: undefined,
    lines: [],
  });
  return useMemo(() => {
    const first = events[0]?.seq;
    const known = read.current;
    const isContinued = known.first === first && events.length >= known.count;
    const lines = isContinued
      ? addLines(known.lines, events.slice(known.count), platform)
      : addLines([], events, platform);
    read.current = { count: events.length, first, lines };
    return lines;
  }, [events, platform]);
}

/** A virtual list that stays at its end while followed. Scrolling up stops following; scrolling to the end starts it. */
function useFollowedList(count: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const lastTop = useRef(0);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 24,
  });
  const height = virtualizer.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height changes when lines arrive or are measured
  useEffect(() => {
    if (isFollowing && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [isFollowing, height, count]);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
    if (element.scrollTop < lastTop.current - 1 && !isAtEnd) setFollowing(false);
    else if (isAtEnd) setFollowing(true);
    lastTop.current = element.scrollTop;
  };
  const show = (index: number) => {
    setFollowing(false);
    virtualizer.scrollToIndex(index, { align: "center" });
  };
  return { scroller, virtualizer, isFollowing, toggleFollow: () => setFollowing((on) => !on), onScroll, show };
}

/** `/` goes to the search of the log. */
function useFindKey(searchRef: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest("input,textarea,select,[role=dialog]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
      event.preventDefault();
      searchRef.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [searchRef]);
}
