import type { VariableSummary } from "../../schema";
import type { Draft } from "./draft";

/** One line of the table: what is stored or inherited, what is typed, or both. */
export interface TableRow {
  id: string;
  key: string;
  stored: VariableSummary | undefined;
  draft: Draft | undefined;
}

const rowFilters = ["all", "secret", "plain", "references", "inherited", "problems", "unsaved"] as const;
export type RowFilter = (typeof rowFilters)[number];

export interface RowOrder {
  by: "name" | "updated";
  isDescending: boolean;
}

/** Rows at rest stay the same objects, so that a change of one does not draw the others again. */
const atRest = new WeakMap<VariableSummary, TableRow>();

function rowOf(stored: VariableSummary, draft: Draft | undefined): TableRow {
  const known = draft ? undefined : atRest.get(stored);
  if (known) return known;
  const row = { id: stored.key, key: stored.key, stored, draft };
  if (!draft) atRest.set(stored, row);
  return row;
}

/** New rows first, in the order they were made; then what is there. */
export function buildRows(variables: readonly VariableSummary[], drafts: readonly Draft[]): TableRow[] {
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const rows = variables.map((stored): TableRow => {
    const draft = byId.get(stored.key);
    byId.delete(stored.key);
    return rowOf(stored, draft);
  });
  // A draft of a variable that somebody else removed since stands like a new row; its removal has nothing left to do.
  const own = [...byId.values()].filter((draft) => !draft.isRemoved);
  return [...own.map((draft): TableRow => ({ id: draft.id, key: draft.key, stored: undefined, draft })), ...rows];
}

/** The rows to show, in order. Rows that are not stored yet always stay on top. */
export function arrangeRows(
  rows: readonly TableRow[],
  wanted: { search: string; filter: RowFilter; order: RowOrder; hasProblem: (row: TableRow) => boolean },
): TableRow[] {
  const search = wanted.search.trim().toLowerCase();
  const fresh = rows.filter(({ stored }) => stored === undefined);
  const known = rows.filter(
    (row) => row.stored !== undefined && isFound(row, search) && isOf(row, wanted.filter, wanted.hasProblem),
  );
  return [...fresh, ...known.sort(comparison(wanted.order))];
}

function isFound({ key, stored, draft }: TableRow, search: string): boolean {
  if (search === "") return true;
  const typed = draft?.visibility === "plain" ? (draft.edit?.value ?? "") : "";
  const texts = [key, stored?.description ?? "", stored?.value ?? "", typed];
  return texts.some((text) => text.toLowerCase().includes(search));
}

function isOf(row: TableRow, filter: RowFilter, hasProblem: (row: TableRow) => boolean): boolean {
  const { stored, draft } = row;
  if (filter === "secret") return stored?.visibility !== "plain";
  if (filter === "plain") return stored?.visibility === "plain";
  if (filter === "references") return draft?.edit?.isReference ?? stored?.isReference ?? false;
  if (filter === "inherited") return stored?.inheritedFrom !== undefined;
  if (filter === "unsaved") return draft !== undefined;
  return filter === "all" || hasProblem(row);
}

function comparison({ by, isDescending }: RowOrder): (one: TableRow, other: TableRow) => number {
  const direction = isDescending ? -1 : 1;
  const textOf = ({ key, stored }: TableRow) => (by === "name" ? key.toLowerCase() : (stored?.updatedAt ?? ""));
  return (one, other) => {
    const [left, right] = [textOf(one), textOf(other)];
    if (left !== right) return left < right ? -direction : direction;
    return one.key < other.key ? -1 : 1;
  };
}

/** The selection after a press on a row; with `isRange` everything from the row pressed before. */
export function toggleSelection(
  selected: ReadonlySet<string>,
  pressed: { id: string; anchor: string | undefined; isRange: boolean },
  ids: readonly string[],
): Set<string> {
  const { id, anchor, isRange } = pressed;
  const isSelected = !selected.has(id);
  const from = anchor === undefined ? -1 : ids.indexOf(anchor);
  const to = ids.indexOf(id);
  const touched = isRange && from !== -1 && to !== -1 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  const after = new Set(selected);
  for (const each of touched) {
    if (isSelected) after.add(each);
    else after.delete(each);
  }
  return after;
}
