"use client";
import { Search } from "lucide-react";
import { Kbd } from "../kbd";
import { showOverlay } from "./overlays";
import { useModifierKey } from "./use-modifier-key";

/** Opens the command palette; it looks like the search field it becomes. */
export function PaletteButton() {
  const modifier = useModifierKey();
  return (
    <button
      type="button"
      onClick={() => showOverlay("palette")}
      className="flex h-8 shrink-0 cursor-pointer items-center gap-2 rounded-md border border-border bg-surface px-2 text-xs text-muted transition-colors duration-120 hover:border-field-border hover:text-foreground column:w-44 pointer-coarse:h-11 pointer-coarse:min-w-11 pointer-coarse:justify-center"
    >
      <Search aria-hidden className="size-4" />
      <span className="sr-only flex-1 text-left column:not-sr-only">Search</span>
      <span className="hidden items-center gap-0.5 column:flex" aria-hidden>
        <Kbd>{modifier}</Kbd>
        <Kbd>K</Kbd>
      </span>
    </button>
  );
}
