"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import {
  Fragment,
  type KeyboardEvent,
  memo,
  type RefObject,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { cn } from "@/ui/cn";
import type { ResolvedVariable } from "../../references/schema";
import type { Finding } from "../drafts/draft-checks";
import type { RowOrder, TableRow } from "../drafts/table-rows";
import type { EnvironmentPlace } from "../place";
import type { Flush, RowPart, TableActions } from "./table-actions";
import { columns, VariableCells } from "./table-row";

/** Shorter lists are drawn whole, so that the browser's own search finds every row. */
const drawnWhole = 150;

export interface TableHandle {
  focus(id: string, part: RowPart): void;
}

interface VariableTableProps {
  label: string;
  rows: readonly TableRow[];
  place: EnvironmentPlace;
  actions: TableActions;
  findingOf(row: TableRow): Finding | undefined;
  resolutions: ReadonlyMap<string, ResolvedVariable>;
  taken: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  openId: string | undefined;
  order: RowOrder;
  canAllow: boolean;
  handle: RefObject<TableHandle | null>;
  flush: Flush;
}

/** Every variable of a place; only the rows in view are drawn when there are many. */
export const VariableTable = memo(function VariableTable(props: VariableTableProps) {
  const { label, rows, place, actions, selected, openId, handle } = props;
  const list = useRows(rows, openId);
  useImperativeHandle(handle, () => ({ focus: list.focus }), [list.focus]);
  return (
    <table
      ref={list.table}
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className="block text-sm"
      onKeyDown={list.onKeyDown}
    >
      <TableHead {...props} />
      <tbody className="block">
        {list.items.map(({ index, key, gap }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <Fragment key={key}>
              <Gap height={gap} />
              <tr
                ref={list.measure}
                data-index={index}
                data-row={row.id}
                aria-rowindex={index + 2}
                className={cn(
                  "border-b border-separator",
                  row.id === openId
                    ? "block bg-surface-secondary/60 py-2"
                    : cn("grid items-start gap-x-3 px-4 py-2", columns),
                  row.draft && "shadow-[inset_3px_0_0_var(--accent)]",
                  selected.has(row.id) && "bg-accent/6",
                )}
              >
                <VariableCells
                  row={row}
                  place={place}
                  actions={actions}
                  finding={props.findingOf(row)}
                  resolution={props.resolutions.get(row.key)}
                  taken={row.id === openId ? props.taken : none}
                  isSelected={selected.has(row.id)}
                  isOpen={row.id === openId}
                  canAllow={props.canAllow}
                  flush={props.flush}
                />
              </tr>
            </Fragment>
          );
        })}
        <Gap height={list.rest} />
      </tbody>
    </table>
  );
});

const none: ReadonlySet<string> = new Set();

/** The room of rows that are not drawn. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className="block">
      <td className="block" style={{ height }} />
    </tr>
  );
}

function TableHead({ rows, selected, order, actions }: VariableTableProps) {
  const isAll = rows.length > 0 && rows.every(({ id }) => selected.has(id));
  const sortBy = (by: RowOrder["by"]) => actions.order({ by, isDescending: order.by === by && !order.isDescending });
  return (
    <thead className="block border-b border-separator text-xs text-muted">
      <tr className={cn("grid items-center gap-x-3 px-4", columns)}>
        <th scope="col" className="flex min-h-9 items-center pointer-coarse:min-h-11">
          <input
            type="checkbox"
            aria-label="Select all shown"
            className="size-4 cursor-pointer accent-accent"
            checked={isAll}
            ref={(input) => {
              if (input) input.indeterminate = !isAll && rows.some(({ id }) => selected.has(id));
            }}
            onChange={() => actions.selectAll(!isAll)}
          />
        </th>
        <SortHead label="Name" by="name" order={order} onSort={sortBy} />
        <th scope="col" className="hidden px-2 text-left font-normal @3xl:block">
          Value
        </th>
        <th scope="col" className="hidden text-left font-normal @3xl:block">
          State
        </th>
        <SortHead label="Updated" by="updated" order={order} onSort={sortBy} />
        <th scope="col" className="hidden @3xl:block">
          <span className="sr-only">Actions</span>
        </th>
      </tr>
    </thead>
  );
}

interface SortHeadProps {
  label: string;
  by: RowOrder["by"];
  order: RowOrder;
  onSort(by: RowOrder["by"]): void;
}

function SortHead({ label, by, order, onSort }: SortHeadProps) {
  const isSorted = order.by === by;
  const Arrow = order.isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (order.isDescending ? "descending" : "ascending") : "none"}
      className="text-left font-normal"
    >
      <button
        type="button"
        onClick={() => onSort(by)}
        className="-ml-1 flex min-h-8 cursor-pointer items-center gap-1 rounded-md px-1 hover:text-foreground pointer-coarse:min-h-11"
      >
        {label}
        <Arrow aria-hidden className={cn("size-3.5", !isSorted && "invisible")} />
      </button>
    </th>
  );
}

/** Which rows are drawn and where, and the way from row to row by the arrow keys. */
function useRows(rows: readonly TableRow[], openId: string | undefined) {
  const table = useRef<HTMLTableElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const body = table.current?.tBodies[0];
    if (body) setTop(body.getBoundingClientRect().top + window.scrollY);
  });
  const openIndex = openId === undefined ? -1 : rows.findIndex(({ id }) => id === openId);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 61,
    overscan: rows.length <= drawnWhole ? rows.length : 10,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const near = Array.from({ length: to - from + 1 }, (_, each) => from + each);
      // The open row stays drawn, or what is typed there would be lost by scrolling.
      if (openIndex === -1 || (openIndex >= from && openIndex <= to)) return near;
      return [...near, openIndex].sort((one, other) => one - other);
    },
  });
  const focusAt = (index: number, part: string) => {
    if (index < 0 || index >= rows.length) return;
    virtualizer.scrollToIndex(index, { align: "auto" });
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const row = table.current?.querySelector(`[data-index="${index}"]`);
        const wanted = row?.querySelector<HTMLElement>(`[data-part="${part}"]`);
        (wanted ?? row?.querySelector<HTMLElement>("[data-part]"))?.focus();
      }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !(event.target instanceof HTMLElement)) return;
    const { part } = event.target.dataset;
    const index = Number(event.target.closest<HTMLElement>("[data-index]")?.dataset.index ?? -1);
    if (part === undefined || index === -1) return;
    event.preventDefault();
    focusAt(index + step, part);
  };
  const drawn = virtualizer.getVirtualItems();
  return {
    table,
    items: drawn.map((item, at) => ({ ...item, gap: item.start - (drawn[at - 1]?.end ?? top) })),
    rest: virtualizer.getTotalSize() + top - (drawn.at(-1)?.end ?? top),
    measure: virtualizer.measureElement,
    focus: (id: string, part: RowPart) =>
      focusAt(
        rows.findIndex((row) => row.id === id),
        part,
      ),
    onKeyDown,
  };
}
