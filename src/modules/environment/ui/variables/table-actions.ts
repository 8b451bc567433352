import type { RefObject } from "react";
import type { Visibility } from "../../schema";
import type { Edit } from "../drafts/draft";
import type { RowOrder, TableRow } from "../drafts/table-rows";

/** Which part of a row has the focus after something was done with it. */
export type RowPart = "select" | "edit" | "reveal" | "copy" | "details" | "undo" | "remove";

/** What an open row holds when it is closed. */
export interface TypedRow extends Edit {
  key: string;
  visibility: Visibility;
}

/** What rows ask of the table they stand in. */
export interface TableActions {
  edit(row: TableRow): void;
  /** Keeps what was typed as a draft; undefined is no change. */
  commit(row: TableRow, typed: TypedRow | undefined, isFocusKept: boolean): void;
  remove(row: TableRow): void;
  takeBack(row: TableRow): void;
  select(row: TableRow, isRange: boolean): void;
  showDetails(row: TableRow): void;
  /** Several lines of `NAME=value` pasted where a name belongs; false when the text is none. */
  paste(row: TableRow, text: string): boolean;
  /** Adds a row beside this one, such as for the public half of a pair of keys. */
  addBeside(key: string, value: string): void;
  allowReserved(row: TableRow): void;
  selectAll(isSelected: boolean): void;
  order(order: RowOrder): void;
}

/** Keeps what is typed in the open row, before something else is done. */
export type Flush = RefObject<(() => void) | undefined>;
