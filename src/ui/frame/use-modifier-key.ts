"use client";
import { useSyncExternalStore } from "react";

const neverChanges = () => () => undefined;

/** "⌘" on a Mac, "Ctrl" elsewhere. */
export function useModifierKey(): string {
  return useSyncExternalStore(
    neverChanges,
    () => (/mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘" : "Ctrl"),
    () => "Ctrl",
  );
}
