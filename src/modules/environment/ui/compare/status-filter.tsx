import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";
import { Field } from "@/ui/field";
import type { CompareStatus } from "../../compare/schema";
import { type Shown, statuses } from "./compare-model";
import type { StatusWords } from "./status-words";

interface StatusFilterProps {
  words: StatusWords;
  counts: Record<CompareStatus, number>;
  shown: Shown;
  onShow(shown: Shown): void;
  search: string;
  onSearch(search: string): void;
}

/** The statuses with their counts, each a filter, and the search for a name. */
export function StatusFilter({ words, counts, shown, onShow, search, onSearch }: StatusFilterProps) {
  const total = statuses.reduce((sum, status) => sum + counts[status], 0);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-separator px-4 py-2.5">
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Show</legend>
        <FilterButton label="All" count={total} isOn={shown === "all"} onPress={() => onShow("all")} />
        {statuses.map((status) => {
          const { label, icon: Icon } = words[status];
          return (
            <FilterButton
              key={status}
              label={label}
              count={counts[status]}
              isOn={shown === status}
              icon={<Icon aria-hidden className="size-3.5" />}
              onPress={() => onShow(shown === status ? "all" : status)}
            />
          );
        })}
      </fieldset>
      <Field
        className="min-w-40 flex-1 basis-40"
        label="Search names"
        isLabelHidden
        type="search"
        placeholder="Search names"
        value={search}
        onValueChange={onSearch}
        end={<Search aria-hidden className="pointer-events-none absolute right-3 size-4 text-muted" />}
      />
    </div>
  );
}

interface FilterButtonProps {
  label: string;
  count: number;
  isOn: boolean;
  icon?: ReactNode;
  onPress(): void;
}

function FilterButton({ label, count, isOn, icon, onPress }: FilterButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className={cn(
        "flex min-h-8 items-center gap-1.5 rounded-md border px-2 text-xs outline-offset-2 focus-visible:outline-2 focus-visible:outline-focus pointer-coarse:min-h-11",
        isOn ? "border-accent bg-accent/8 font-medium" : "border-border text-muted hover:text-foreground",
      )}
    >
      {icon}
      {label}
      <span className="tabular-nums">{count.toLocaleString("en")}</span>
    </button>
  );
}
