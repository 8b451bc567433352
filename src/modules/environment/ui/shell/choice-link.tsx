import Link from "next/link";
import { useEffect, useRef } from "react";
import { cn } from "@/ui/cn";

interface ChoiceLinkProps {
  href: string;
  isChosen: boolean;
  label: string;
  count?: number | undefined;
}

/** One of several places to look at, with how much is set there. */
export function ChoiceLink({ href, isChosen, label, count }: ChoiceLinkProps) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isChosen) showInRow(link.current);
  }, [isChosen]);
  return (
    <Link
      ref={link}
      href={href}
      aria-current={isChosen ? "page" : undefined}
      title={label}
      className={cn(
        "relative flex min-h-8 max-w-64 items-center gap-2 rounded-md px-2.5 text-sm pointer-coarse:min-h-11",
        isChosen ? "bg-surface-tertiary font-medium" : "text-muted hover:bg-surface-secondary hover:text-foreground",
      )}
    >
      <span className="truncate">{label}</span>
      {count ? (
        <>
          <span aria-hidden className="text-xs text-muted tabular-nums">
            {count.toLocaleString("en")}
          </span>
          <span className="sr-only">, {count} set</span>
        </>
      ) : null}
    </Link>
  );
}

/** On a narrow screen the row of choices scrolls; the chosen one has to be seen, and the page has to stay where it is. */
function showInRow(link: HTMLAnchorElement | null): void {
  const row = link?.closest("ul");
  if (!link || !row || row.scrollWidth <= row.clientWidth) return;
  const [of, within] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += of.left + of.width / 2 - (within.left + within.width / 2);
}
