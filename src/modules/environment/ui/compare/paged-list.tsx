"use client";
import { Fragment, type ReactNode, useState } from "react";
import { Button } from "@/ui/button";

const step = 100;

interface PagedListProps<T> {
  items: readonly T[];
  keyOf(item: T): string;
  children(item: T): ReactNode;
  /** What starts at its beginning again when it changes, such as a filter. */
  resetKey: string;
  label: string;
}

/** A list that shows its first hundred and more when asked, so that thousands stay quick. */
export function PagedList<T>(props: PagedListProps<T>) {
  return <Part key={props.resetKey} {...props} />;
}

function Part<T>({ items, keyOf, children, label }: PagedListProps<T>) {
  const [count, setCount] = useState(step);
  const left = items.length - count;
  return (
    <>
      <ul aria-label={label} className="divide-y divide-separator">
        {items.slice(0, count).map((item) => (
          <Fragment key={keyOf(item)}>{children(item)}</Fragment>
        ))}
      </ul>
      {left > 0 ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-separator px-4 py-3">
          <Button size="sm" onPress={() => setCount(count + step * 2)}>
            Show {Math.min(left, step * 2)} more
          </Button>
          <span className="text-xs text-muted tabular-nums">
            {count.toLocaleString("en")} of {items.length.toLocaleString("en")} shown
          </span>
        </div>
      ) : null}
    </>
  );
}
