import type { ReactNode } from "react";
import { Button } from "@/ui/button";

interface ChoiceBarProps {
  count: number;
  /** What can be chosen of what is listed now. */
  offered: readonly string[];
  onAll(keys: readonly string[]): void;
  onClear(): void;
  /** What can be done with the chosen ones. */
  children: ReactNode;
}

/** Chooses all that is listed and acts on what is chosen; stays in sight at the end of a long list. */
export function ChoiceBar({ count, offered, onAll, onClear, children }: ChoiceBarProps) {
  if (offered.length === 0 && count === 0) return null;
  return (
    <div className="sticky bottom-0 z-10 flex min-h-13 flex-wrap items-center gap-2 rounded-b-lg border-t border-separator bg-surface px-4 py-2">
      <p role="status" className="min-w-20 flex-1 text-xs text-muted tabular-nums">
        {count === 0 ? "Choose names to act on them" : `${count.toLocaleString("en")} chosen`}
      </p>
      {count === 0 ? (
        <Button size="sm" variant="ghost" onPress={() => onAll(offered)}>
          Choose all {offered.length.toLocaleString("en")}
        </Button>
      ) : (
        <>
          <Button size="sm" variant="ghost" onPress={onClear}>
            Clear
          </Button>
          {children}
        </>
      )}
    </div>
  );
}
