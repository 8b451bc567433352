"use client";
import { inputVariants } from "@heroui/styles";
import { Copy, Plus, Search, Trash2, X } from "lucide-react";
import { type ReactNode, type RefObject, useEffect } from "react";
import { Button } from "@/ui/button";
import { plural } from "@/ui/format";
import type { RowFilter } from "../drafts/table-rows";
import { Choice } from "./choice";

interface TableToolbarProps {
  search: string;
  onSearch(search: string): void;
  searchRef: RefObject<HTMLInputElement | null>;
  filter: RowFilter;
  onFilter(filter: RowFilter): void;
  onAdd(): void;
  children: ReactNode;
}

const filters: readonly { value: RowFilter; label: string }[] = [
  { value: "all", label: "All variables" },
  { value: "secret", label: "Secret" },
  { value: "plain", label: "Plain" },
  { value: "references", label: "References" },
  { value: "inherited", label: "Inherited" },
  { value: "problems", label: "With problems" },
  { value: "unsaved", label: "Unsaved" },
];

/** Finds, filters and adds. `children` are the ways in and out of the table. */
export function TableToolbar({ search, onSearch, searchRef, filter, onFilter, onAdd, children }: TableToolbarProps) {
  useSearchKey(searchRef);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-separator px-4 py-3">
      <div className="relative min-w-40 flex-1 basis-52">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
        />
        <input
          ref={searchRef}
          type="search"
          aria-label="Search variables"
          aria-keyshortcuts="/"
          placeholder="Search by name, description or plain value"
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape" && search !== "") {
              event.stopPropagation();
              onSearch("");
            }
          }}
          className={inputVariants({ fullWidth: true, className: "h-9 pl-8 text-sm pointer-coarse:h-11" })}
        />
      </div>
      <Choice label="Show" isLabelHidden options={filters} value={filter} onChange={onFilter} className="w-36" />
      <div className="flex flex-wrap items-center gap-2">
        {children}
        <Button variant="primary" onPress={onAdd}>
          <Plus aria-hidden />
          Add variable
        </Button>
      </div>
    </div>
  );
}

/** `/` leads to the search from anywhere but a field. */
function useSearchKey(searchRef: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey) return;
      const isTyping =
        event.target instanceof Element &&
        event.target.closest("input:not([type=checkbox]),textarea,select,[role=dialog],[role=menu]");
      if (isTyping) return;
      event.preventDefault();
      searchRef.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [searchRef]);
}

interface TableStatusProps {
  shown: number;
  total: number;
  /** Of all, those that come from the base environment. */
  inherited: number;
  selected: number;
  onRemove(): void;
  onCopy(): void;
  onClear(): void;
}

/** How many rows are shown, or what can be done with those selected. Keeps its height either way. */
export function TableStatus({ shown, total, inherited, selected, onRemove, onCopy, onClear }: TableStatusProps) {
  const from = inherited > 0 ? `, ${inherited.toLocaleString("en")} inherited` : "";
  const count =
    shown === total ? plural(total, "variable") : `${shown.toLocaleString("en")} of ${plural(total, "variable")}`;
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 border-b border-separator bg-surface-secondary/40 px-4 py-1 text-xs">
      <p role="status" className="mr-auto text-muted tabular-nums">
        {selected > 0 ? `${selected.toLocaleString("en")} selected` : `${count}${from}`}
      </p>
      {selected > 0 ? (
        <>
          <Button size="sm" onPress={onCopy}>
            <Copy aria-hidden />
            Copy to environment…
          </Button>
          <Button size="sm" onPress={onRemove}>
            <Trash2 aria-hidden />
            Remove selected
          </Button>
          <Button size="sm" variant="ghost" onPress={onClear} aria-label="Clear the selection" isIconOnly>
            <X aria-hidden />
          </Button>
        </>
      ) : null}
    </div>
  );
}
