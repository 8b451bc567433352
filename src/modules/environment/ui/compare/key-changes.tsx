import type { ReactNode } from "react";
import { plural } from "@/ui/format";

const shownAtFirst = 12;

interface KeyChangesProps {
  title: string;
  keys: readonly string[];
  icon: ReactNode;
}

/** The names that something happens to; many of them fold. */
export function KeyChanges({ title, keys, icon }: KeyChangesProps) {
  if (keys.length === 0) return null;
  const rest = keys.slice(shownAtFirst);
  return (
    <div className="flex gap-2">
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div className="min-w-0 flex-1">
        <p className="text-xs font-medium text-foreground">
          {title} <span className="font-normal text-muted tabular-nums">{keys.length.toLocaleString("en")}</span>
        </p>
        <Names keys={keys.slice(0, shownAtFirst)} />
        {rest.length > 0 ? (
          <details>
            <summary className="cursor-pointer text-xs">and {plural(rest.length, "more name")}</summary>
            <div className="max-h-48 overflow-y-auto">
              <Names keys={rest} />
            </div>
          </details>
        ) : null}
      </div>
    </div>
  );
}

function Names({ keys }: { keys: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3">
      {keys.map((key) => (
        <li key={key} className="break-all font-mono text-xs">
          {key}
        </li>
      ))}
    </ul>
  );
}
