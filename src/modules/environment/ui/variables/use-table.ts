import { useCallback, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from "react";
import { plural } from "@/ui/format";
import { notify } from "@/ui/toast";
import { parseDotenv } from "../../formats/dotenv";
import {
  addRow,
  type Draft,
  type Drafts,
  editStored,
  isBlank,
  pasteEntries,
  patchDraft,
  removeRows,
  takeBack,
} from "../drafts/draft";
import { getDrafts, placeKey, updateDrafts } from "../drafts/draft-store";
import { arrangeRows, type RowFilter, type RowOrder, type TableRow, toggleSelection } from "../drafts/table-rows";
import type { EnvironmentPlace } from "../place";
import type { useVariables } from "../saving/use-variables";
import { guessVisibility } from "../transfer/guess-visibility";
import type { TableActions, TypedRow } from "./table-actions";
import type { TableHandle } from "./variable-table";

export type Asked = { dialog: "details" | "allow"; row: TableRow } | { dialog: "copy" };

let lastId = 0;
/** A sign no name begins with; drafts kept over a reload have ids too. */
const newId = () => `+${Date.now().toString(36)}-${++lastId}`;

/** The state of the table: what is shown, selected and open, and what can be done with its rows. */
export function useTable(place: EnvironmentPlace, data: ReturnType<typeof useVariables>) {
  const { current, variables, rows, findingOf } = data;
  const [view, setView] = useState<{ search: string; filter: RowFilter; order: RowOrder }>({
    search: "",
    filter: "all",
    order: { by: "name", isDescending: false },
  });
  const [openId, setOpenId] = useState<string>();
  const [asked, setAsked] = useState<Asked>();
  const handle = useRef<TableHandle>(null);
  const flush = useRef<(() => void) | undefined>(undefined);
  const wanted = useDeferredValue(view);
  const shown = useMemo(
    () => arrangeRows(rows, { ...wanted, hasProblem: (row) => findingOf(row) !== undefined }),
    [rows, wanted, findingOf],
  );
  const selection = useSelection(rows, shown);
  const key = placeKey(place);
  const seen = current.data?.snapshotId ?? null;
  const update = useCallback((change: (drafts: Drafts) => Drafts) => updateDrafts(key, change, seen), [key, seen]);

  const add = (row: Partial<Draft> = {}) => {
    flush.current?.();
    const blank = getDrafts(key).list.find(isBlank);
    const id = blank?.id ?? newId();
    update((drafts) => (blank ? patchDraft(drafts, id, row) : addRow(drafts, { id, ...row })));
    setOpenId(id);
  };
  const edit = (row: TableRow) => {
    flush.current?.();
    if (row.draft?.isRemoved) update((drafts) => takeBack(drafts, [row.id]));
    setOpenId(row.id);
  };
  const commit = (row: TableRow, typed: TypedRow | undefined, isFocusKept: boolean) => {
    setOpenId((open) => (open === row.id ? undefined : open));
    update((drafts) => withTyped(drafts, row, typed));
    if (isFocusKept) handle.current?.focus(row.id, "edit");
  };
  const remove = (ids: readonly string[]) => {
    update((drafts) => removeRows(drafts, ids, variables));
    selection.clear();
  };
  const actions = useSame<TableActions>({
    edit,
    commit,
    remove: (row) => {
      remove([row.id]);
      handle.current?.focus(row.id, "undo");
    },
    takeBack: (row) => {
      update((drafts) => takeBack(drafts, [row.id]));
      handle.current?.focus(row.id, "edit");
    },
    select: selection.toggle,
    showDetails: (row) => setAsked({ dialog: "details", row }),
    paste: (row, text) => pasteLines(text, { row, update, stored: variables, close: () => setOpenId(undefined) }),
    addBeside: (name, value) =>
      update((drafts) =>
        addRow(drafts, {
          id: newId(),
          key: name,
          edit: { value, isReference: false },
          visibility: "plain",
          metadata: { type: "multiline" },
        }),
      ),
    allowReserved: (row) => setAsked({ dialog: "allow", row }),
    selectAll: selection.all,
    order: (order) => setView((before) => ({ ...before, order })),
  });
  return {
    view,
    setView,
    shown,
    openId,
    setOpenId,
    asked,
    setAsked,
    handle,
    flush,
    selection,
    actions,
    add,
    remove,
    update,
  };
}

/** The same functions on every render, each calling the latest of its name: rows are not drawn again for new ones. */
function useSame<T extends object>(latest: T): T {
  const current = useRef(latest);
  useLayoutEffect(() => {
    current.current = latest;
  });
  return useMemo(() => new Proxy(current.current, { get: (_, name) => Reflect.get(current.current, name) }), []);
}

/** The drafts after an open row was closed; without anything typed a blank new row goes. */
function withTyped(drafts: Drafts, { id, stored, draft }: TableRow, typed: TypedRow | undefined): Drafts {
  if (!typed) {
    const now = drafts.list.find((each) => each.id === id);
    return now && isBlank(now) ? { ...drafts, list: drafts.list.filter((each) => each !== now) } : drafts;
  }
  const { key, value, isReference, visibility } = typed;
  const edit = { value, isReference };
  if (stored && !draft?.isNew) return editStored(drafts, stored, edit);
  const isEmpty = key === "" && (value ?? "") === "";
  if (isEmpty) return { ...drafts, list: drafts.list.filter((each) => each.id !== id) };
  return patchDraft(drafts, id, { key, edit, visibility });
}

interface PasteInput {
  row: TableRow;
  stored: Parameters<typeof removeRows>[2];
  update(change: (drafts: Drafts) => Drafts): void;
  close(): void;
}

/** Lines of a `.env` pasted where a name belongs become rows; one such line too. */
function pasteLines(text: string, { row, stored, update, close }: PasteInput): boolean {
  if (!text.includes("=")) return false;
  const { entries, problems } = parseDotenv(text);
  const byKey = new Map(entries.map(({ key, value }) => [key, value]));
  if (byKey.size === 0) return false;
  close();
  update((drafts) =>
    pasteEntries(
      { ...drafts, list: drafts.list.filter(({ id }) => id !== row.id) },
      Array.from(byKey, ([key, value]) => ({ key, value })),
      { stored, newId, visibilityOf: (key) => guessVisibility(key, byKey.get(key) ?? "") },
    ),
  );
  const [problem] = problems;
  if (problem)
    notify.problem(`${plural(byKey.size, "line")} pasted, not all`, `Line ${problem.line}: ${problem.message}`);
  else notify.done(`${plural(byKey.size, "variable")} pasted`, "Look at the rows, then save.");
  return true;
}

function useSelection(rows: readonly TableRow[], shown: readonly TableRow[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string>();
  const selected = useMemo(() => {
    const known = new Set(rows.map(({ id }) => id));
    return new Set([...chosen].filter((id) => known.has(id)));
  }, [rows, chosen]);
  return {
    selected,
    /** Names of selected variables that are stored here or inherited. */
    keys: useMemo(
      () => rows.filter(({ id, stored }) => stored !== undefined && selected.has(id)).map(({ key }) => key),
      [rows, selected],
    ),
    toggle(row: TableRow, isRange: boolean) {
      const ids = shown.map(({ id }) => id);
      setChosen(toggleSelection(selected, { id: row.id, anchor, isRange }, ids));
      setAnchor(row.id);
    },
    all: (isSelected: boolean) => setChosen(isSelected ? new Set(shown.map(({ id }) => id)) : new Set()),
    clear: () => setChosen(new Set()),
  };
}
