"use client";
import { useEffect, useSyncExternalStore } from "react";

export type Overlay = "palette" | "shortcuts" | undefined;

export interface PaletteAction {
  id: string;
  label: string;
  /** More words it is found by. */
  keywords?: string;
  run(): void;
}

let overlay: Overlay;
let pageActions: readonly PaletteAction[] = [];
const listeners = new Set<() => void>();

/** Opens the command palette or the list of shortcuts, or closes both. */
export function showOverlay(next: Overlay): void {
  overlay = next;
  notifyListeners();
}

/** Which of the two is open. */
export function useOverlay(): Overlay {
  return useSyncExternalStore(
    subscribe,
    () => overlay,
    () => undefined,
  );
}

/** Puts what can be done on this page into the command palette while the page is shown. */
export function usePaletteActions(actions: readonly PaletteAction[]): void {
  useEffect(() => {
    pageActions = actions;
    notifyListeners();
    return () => {
      if (pageActions === actions) pageActions = [];
    };
  }, [actions]);
}

/** What can be done on the page shown. */
export function usePageActions(): readonly PaletteAction[] {
  return useSyncExternalStore(
    subscribe,
    () => pageActions,
    () => noActions,
  );
}

const noActions: readonly PaletteAction[] = [];

function notifyListeners(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
