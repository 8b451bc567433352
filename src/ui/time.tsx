"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { formatDuration } from "./format";

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** A time as "3 minutes ago", with the exact one on hover. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useNow(30_000);
  const date = new Date(at);
  // The server does not know the reader's clock or zone: it sends the exact UTC time, the browser replaces it.
  const label = now === undefined ? at.slice(0, 16).replace("T", " ") : relativeTime(date.getTime(), now);
  return (
    <time
      dateTime={at}
      title={now === undefined ? undefined : exact.format(date)}
      className={className}
      suppressHydrationWarning
    >
      {label}
    </time>
  );
}

/** "in 2 hours", "3 minutes ago", "just now". */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return "just now";
}

interface DurationProps {
  from?: string;
  /** When it ended; without it the time runs on. */
  to?: string;
  className?: string;
}

/** A duration; it counts each second while there is no end. */
export function Duration({ from, to, className }: DurationProps) {
  const now = useNow(to || !from ? undefined : 1000);
  if (!from) return null;
  const end = to ? new Date(to).getTime() : now;
  const label = end === undefined ? "" : formatDuration(Math.max(0, end - new Date(from).getTime()), Boolean(to));
  return <span className={className}>{label}</span>;
}

const neverChanges = () => () => undefined;

/** The current time, renewed every so often; undefined until the page runs in the browser. */
function useNow(everyMs: number | undefined): number | undefined {
  const isBrowser = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return isBrowser ? now : undefined;
}
