"use client";
import { useEffect, useState } from "react";
import { cn } from "./cn";

/** Holds the place of one line or block while it loads. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block animate-pulse rounded-md bg-surface-tertiary", className)} />;
}

/** Rows of the shape of a list. Invisible for the first 300 ms, so that a quick answer does not flash. */
export function SkeletonRows({ rows = 5, what }: { rows?: number; what: string }) {
  const isLate = useLate(300);
  return (
    <div
      role="status"
      aria-live="polite"
      className={cn("rounded-lg border border-border bg-surface", !isLate && "opacity-0")}
    >
      <span className="sr-only">Loading {what}</span>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <div key={row} className="flex h-16 items-center gap-4 border-b border-separator px-4 last:border-0">
          <Skeleton className="size-4 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className="h-3.5 w-40 max-w-full" />
            <Skeleton className="h-3 w-64 max-w-full" />
          </div>
          <Skeleton className="h-3.5 w-20" />
        </div>
      ))}
    </div>
  );
}

/** True once the given time has passed. */
export function useLate(ms: number): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isLate;
}
