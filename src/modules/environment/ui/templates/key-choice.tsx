import { useState } from "react";
import type { VariableSummary } from "../../schema";
import { LongList } from "../transfer/long-list";
import { filterFrom, NameFilter } from "../transfer/name-filter";
import { bringsValue } from "./template-model";

interface KeyChoiceProps {
  variables: readonly VariableSummary[];
  leftOut: ReadonlySet<string>;
  onChange(leftOut: ReadonlySet<string>): void;
}

/** Which variables a template keeps, and which of them bring their value. */
export function KeyChoice({ variables, leftOut, onChange }: KeyChoiceProps) {
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const shown = variables.filter(({ key }) => key.toLowerCase().includes(wanted));
  const taken = shown.filter(({ key }) => !leftOut.has(key)).length;
  const take = (keys: readonly string[], isTaken: boolean) => {
    const after = new Set(leftOut);
    for (const key of keys) {
      if (isTaken) after.delete(key);
      else after.add(key);
    }
    onChange(after);
  };
  return (
    <fieldset className="min-w-0 space-y-2">
      <legend className="text-xs font-medium">Variables</legend>
      <p className="text-xs text-muted">
        Plain variables bring their value. Of the others only the name and what is said of it is kept; a value is asked
        for where the template is applied.
      </p>
      {variables.length >= filterFrom ? <NameFilter value={filter} onChange={setFilter} /> : null}
      <div className="rounded-lg border border-border">
        <label className="flex min-h-9 items-center gap-2.5 rounded-t-lg border-b border-separator bg-surface-secondary px-3 text-xs pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={shown.length > 0 && taken === shown.length}
            ref={(box) => {
              if (box) box.indeterminate = taken > 0 && taken < shown.length;
            }}
            onChange={({ target }) =>
              take(
                shown.map(({ key }) => key),
                target.checked,
              )
            }
          />
          {(variables.length - leftOut.size).toLocaleString("en")} of {variables.length.toLocaleString("en")} chosen
        </label>
        <LongList label="Variables to keep" items={shown} keyOf={({ key }) => key} rowHeight={37} className="max-h-60">
          {(variable) => (
            <label className="flex min-h-9 items-center gap-2.5 px-3 py-1 pointer-coarse:min-h-11">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                checked={!leftOut.has(variable.key)}
                onChange={({ target }) => take([variable.key], target.checked)}
              />
              <span className="min-w-0 flex-1 font-mono text-xs wrap-anywhere">{variable.key}</span>
              <span className="shrink-0 text-xs text-muted">
                {bringsValue(variable) ? "brings its value" : "asked for"}
              </span>
            </label>
          )}
        </LongList>
      </div>
    </fieldset>
  );
}
