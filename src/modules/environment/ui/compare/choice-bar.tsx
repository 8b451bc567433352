import type { ReactNode } from "react";
import { Button } from "@/ui/button";

interface ChoiceBarProps {
  count: number;
  onClear(): void;
  /** What can be done with the chosen ones. */
  children: ReactNode;
}

/** What can be done with what is chosen; stays in sight at the end of a long list. */
export function ChoiceBar({ count, onClear, children }: ChoiceBarProps) {
  if (count === 0) return null;
  return (
    <div className="sticky bottom-0 z-10 flex min-h-13 flex-wrap items-center gap-2 rounded-b-lg border-t border-separator bg-surface px-4 py-2">
      <p role="status" className="min-w-20 flex-1 text-xs text-muted tabular-nums">
        {count.toLocaleString("en")} chosen
      </p>
      <Button size="sm" variant="ghost" onPress={onClear}>
        Clear
      </Button>
      {children}
    </div>
  );
}

interface ChooseAllProps {
  /** What can be chosen of what is listed now. */
  offered: readonly string[];
  chosen: ReadonlySet<string>;
  onAll(keys: readonly string[]): void;
}

/** Chooses all that is listed and differs, or none. */
export function ChooseAll({ offered, chosen, onAll }: ChooseAllProps) {
  const count = offered.filter((key) => chosen.has(key)).length;
  const isWhole = offered.length > 0 && count === offered.length;
  return (
    <label className="flex min-h-9 min-w-0 flex-1 cursor-pointer items-center gap-4 pl-4 text-xs text-muted has-disabled:cursor-default pointer-coarse:min-h-11">
      <input
        type="checkbox"
        className="size-4 shrink-0 accent-accent disabled:opacity-30"
        checked={isWhole}
        disabled={offered.length === 0}
        ref={(box) => {
          if (box) box.indeterminate = count > 0 && !isWhole;
        }}
        onChange={() => onAll(offered)}
      />
      Choose all that differ
    </label>
  );
}
