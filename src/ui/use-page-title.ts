"use client";
import { useEffect } from "react";

/** Names the page after what it shows, once that is known. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Berth`;
  }, [title]);
}
