"use client";
import { ChevronDown, ChevronRight, FileText } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, memo, useMemo, useRef, useState } from "react";
import { cn } from "@/ui/cn";
import type { GeneratedFile } from "../schema";
import { type FileMark, type TreeRow, treeRows } from "./file-tree-model";

interface FileTreeProps {
  files: readonly GeneratedFile[];
  marks: ReadonlyMap<string, FileMark>;
  selected: string;
  onSelect(path: string): void;
}

/** The files of the project as a tree; arrow keys move, right and left open and close a folder. */
export function FileTree({ files, marks, selected, onSelect }: FileTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => treeRows(files, marks, closed), [files, marks, closed]);
  const entry = rows.find(({ path }) => path === (focused ?? selected)) ?? rows[0];

  const toggle = (path: string, isClosed = !closed.has(path)) => {
    const next = new Set(closed);
    if (isClosed) next.add(path);
    else next.delete(path);
    setClosed(next);
  };
  const activate = (row: TreeRow) => {
    setFocused(row.path);
    if (row.isFolder) toggle(row.path);
    else onSelect(row.path);
  };
  const focusRow = (row: TreeRow | undefined) => {
    if (!row) return;
    setFocused(row.path);
    if (!row.isFolder) onSelect(row.path);
    list.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.path)}"]`)?.focus();
  };
  // The tree listens for its rows: a row without handlers is drawn again only when it changed itself.
  const rowOf = (event: MouseEvent | KeyboardEvent) => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-path]") : null;
    return rows.find(({ path }) => path === item?.dataset.path);
  };
  const onClick = (event: MouseEvent) => {
    const row = rowOf(event);
    if (row) activate(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rowOf(event);
    if (!row) return;
    const index = rows.indexOf(row);
    const parent = rows.findLast(({ depth }, at) => at < index && depth < row.depth);
    const actions: Record<string, () => void> = {
      ArrowDown: () => focusRow(rows[index + 1]),
      ArrowUp: () => focusRow(rows[index - 1]),
      Home: () => focusRow(rows[0]),
      End: () => focusRow(rows.at(-1)),
      ArrowRight: () => (row.isFolder && closed.has(row.path) ? toggle(row.path, false) : focusRow(rows[index + 1])),
      ArrowLeft: () => (row.isFolder && !closed.has(row.path) ? toggle(row.path, true) : focusRow(parent)),
      Enter: () => activate(row),
      " ": () => activate(row),
    };
    const action = event.altKey || event.metaKey || event.ctrlKey ? undefined : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    <div
      ref={list}
      role="tree"
      aria-label="Files of the project"
      onClick={onClick}
      onKeyDown={onKeyDown}
      className="py-1.5"
    >
      {rows.map(({ path, name, depth, isFolder, mark }) => (
        <TreeItem
          key={path}
          path={path}
          name={name}
          depth={depth}
          isFolder={isFolder}
          mark={mark}
          isOpen={isFolder ? !closed.has(path) : undefined}
          isSelected={path === selected}
          tabIndex={path === entry?.path ? 0 : -1}
        />
      ))}
    </div>
  );
}

interface TreeItemProps extends TreeRow {
  isOpen: boolean | undefined;
  isSelected: boolean;
  tabIndex: number;
}

const TreeItem = memo(function TreeItem(props: TreeItemProps) {
  const { path, name, depth, isFolder, mark, isOpen, isSelected, tabIndex } = props;
  const Icon = isFolder ? (isOpen ? ChevronDown : ChevronRight) : FileText;
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={isOpen}
      aria-selected={isSelected}
      tabIndex={tabIndex}
      data-path={path}
      style={{ paddingLeft: `${depth * 12 + 10}px` }}
      className={cn(
        "flex h-6.5 cursor-pointer items-center gap-1.5 pr-2 text-xs -outline-offset-2 pointer-coarse:h-11",
        isSelected ? "bg-accent/12 text-foreground" : "text-muted hover:bg-surface-secondary hover:text-foreground",
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      {mark ? <Mark mark={mark} isFolder={isFolder} /> : null}
    </div>
  );
});

function Mark({ mark, isFolder }: { mark: FileMark; isFolder: boolean }) {
  if (isFolder) return <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-warning" />;
  const isNew = mark === "added";
  return (
    <abbr
      title={isNew ? "Added by the last choice" : "Changed by the last choice"}
      className={cn("font-mono text-xs font-medium no-underline", isNew ? "text-success-text" : "text-warning-text")}
    >
      {isNew ? "A" : "M"}
    </abbr>
  );
}
