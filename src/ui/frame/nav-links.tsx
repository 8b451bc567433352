"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "../cn";
import { Kbd } from "../kbd";
import { entryOf, navigation } from "./navigation";

/** The entries of the sidebar. */
export function SidebarLinks() {
  const current = entryOf(usePathname());
  return (
    <ul className="flex flex-col gap-0.5">
      {navigation.map((entry) => (
        <li key={entry.href}>
          <Link
            href={entry.href}
            aria-current={entry === current ? "page" : undefined}
            className={cn(
              "group flex h-8 items-center gap-2.5 rounded-md px-2 text-sm transition-colors duration-120",
              entry === current
                ? "bg-surface-tertiary font-medium text-foreground"
                : "text-muted hover:bg-surface-tertiary/60 hover:text-foreground",
            )}
          >
            <entry.icon aria-hidden className={cn("size-4 shrink-0", entry === current && "text-accent-text")} />
            <span className="flex-1">{entry.label}</span>
            {entry.keys.length === 1 ? <Kbd>{entry.keys[0].toUpperCase()}</Kbd> : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The same entries as a bar, on a narrow screen: from 600 px on the current one shows its word, which the header has too. */
export function BarLinks() {
  const current = entryOf(usePathname());
  return (
    <ul className="flex items-center overflow-x-auto px-1 py-1.5 column:gap-1 column:px-3">
      {navigation.map((entry) => (
        <li key={entry.href} className="shrink-0">
          <Link
            href={entry.href}
            title={entry.label}
            aria-current={entry === current ? "page" : undefined}
            className={cn(
              // A word that is only read out would otherwise widen the page where the bar scrolls.
              "relative flex h-11 min-w-11 items-center justify-center gap-2 rounded-md px-2 text-sm column:px-3",
              entry === current ? "bg-surface-tertiary font-medium" : "text-muted hover:text-foreground",
            )}
          >
            <entry.icon aria-hidden className={cn("size-4.5", entry === current && "text-accent-text")} />
            <span className={cn("sr-only", entry === current && "column:not-sr-only")}>{entry.label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
