"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import { cn } from "@/ui/cn";

interface LongListProps<T> {
  label: string;
  items: readonly T[];
  keyOf(item: T): string;
  /** Of most rows, in pixels; each is measured when it is drawn. */
  rowHeight: number;
  /** Bounds the height. */
  className: string;
  children(item: T): ReactNode;
}

/** A list that scrolls in itself and draws only what is in sight, so that a thousand rows answer at once. */
export function LongList<T>({ label, items, keyOf, rowHeight, className, children }: LongListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 12,
  });
  return (
    <div ref={scroller} className={cn("overflow-y-auto", className)}>
      <ul aria-label={label} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className={cn("absolute inset-x-0 top-0", index > 0 && "border-t border-separator")}
              style={{ transform: `translateY(${start}px)` }}
            >
              {children(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
