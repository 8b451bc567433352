"use client";
import { useId, useMemo, useState } from "react";
import { plural } from "@/ui/format";
import { Visibility } from "../../schema";
import { ImportLine, visibilityLabels } from "./import-line";
import { canChoose, choose, countStatuses, type ImportChoices, type ImportRow, isChosen, show } from "./import-model";
import { LongList } from "./long-list";
import { filterFrom, NameFilter } from "./name-filter";

interface ImportPreviewProps {
  rows: readonly ImportRow[];
  choices: ImportChoices;
  onChange(choices: ImportChoices): void;
}

/** What saving would do, name by name, with what is saved of it and who may see it. */
export function ImportPreview({ rows, choices, onChange }: ImportPreviewProps) {
  const [filter, setFilter] = useState("");
  const shown = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    return wanted === "" ? rows : rows.filter(({ key }) => key.toLowerCase().includes(wanted));
  }, [rows, filter]);
  return (
    <div className="space-y-2">
      <p role="status" className="text-xs text-muted">
        {summaryOf(rows)}
      </p>
      {rows.length >= filterFrom ? <NameFilter value={filter} onChange={setFilter} /> : null}
      <div className="rounded-lg border border-border">
        <BulkLine rows={shown} choices={choices} onChange={onChange} />
        <LongList label="Variables" items={shown} keyOf={({ key }) => key} rowHeight={49} className="max-h-[46vh]">
          {(row) => (
            <ImportLine
              row={row}
              choices={choices}
              onTake={(isTaken) => onChange(choose(choices, [row], isTaken))}
              onShow={(visibility) => onChange(show(choices, [row], visibility))}
            />
          )}
        </LongList>
        {shown.length === 0 ? <p className="px-3 py-4 text-center text-muted">None is called that.</p> : null}
      </div>
    </div>
  );
}

function summaryOf(rows: readonly ImportRow[]): string {
  const counts = countStatuses(rows);
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([status, count]) => `${count.toLocaleString("en")} ${status}`).join(", ");
}

/** Takes in or leaves out, and shows or hides, all that are in sight. */
function BulkLine({ rows, choices, onChange }: ImportPreviewProps) {
  const id = useId();
  const able = rows.filter(canChoose);
  const taken = able.filter((row) => isChosen(row, choices)).length;
  if (able.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 rounded-t-lg border-b border-separator bg-surface-secondary px-3 py-1.5 text-xs">
      <label className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={taken === able.length}
          ref={(box) => {
            if (box) box.indeterminate = taken > 0 && taken < able.length;
          }}
          onChange={({ target }) => onChange(choose(choices, able, target.checked))}
        />
        {taken.toLocaleString("en")} of {plural(able.length, "change")} chosen
      </label>
      <label htmlFor={id} className="flex items-center gap-2 text-muted">
        Make all
        <select
          id={id}
          aria-label="Visibility of all"
          value=""
          onChange={({ target }) => {
            const to = Visibility.safeParse(target.value);
            if (to.success) onChange(show(choices, able, to.data));
          }}
          className="h-8 rounded-md border border-field-border bg-surface px-1.5 text-xs text-foreground pointer-coarse:h-11"
        >
          <option value="">as shown</option>
          {Visibility.options.map((option) => (
            <option key={option} value={option}>
              {visibilityLabels[option].toLowerCase()}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
