"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { entryOf } from "./navigation";
import { usePageCrumb } from "./page-title";

/** Where the page is: its section, then its own name. */
export function Breadcrumb() {
  const pathname = usePathname();
  const section = entryOf(pathname);
  const title = usePageCrumb();
  const isInside = section !== undefined && pathname !== section.href;
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-1.5 text-sm">
        {section ? (
          <li className="shrink-0">
            <Link
              href={section.href}
              aria-current={isInside ? undefined : "page"}
              className={isInside ? "text-muted hover:text-foreground" : "font-medium"}
            >
              {section.label}
            </Link>
          </li>
        ) : null}
        {isInside ? (
          <li className="flex min-w-0 items-center gap-1.5">
            <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" />
            <span aria-current="page" title={title} className="truncate font-medium">
              {title ?? "…"}
            </span>
          </li>
        ) : null}
      </ol>
    </nav>
  );
}
