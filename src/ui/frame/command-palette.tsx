"use client";
import { Modal } from "@heroui/react/modal";
import { useQuery } from "@tanstack/react-query";
import { CornerDownLeft, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import { cn } from "../cn";
import { useTRPC } from "../trpc";
import { useTheme } from "../use-theme";
import { navigation } from "./navigation";
import { type PaletteAction, showOverlay, usePageActions } from "./overlays";

interface Entry extends PaletteAction {
  group: string;
}

/** Goes anywhere and does what the page offers, from the keyboard. */
export function CommandPalette({ onClose }: { onClose(): void }) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const entries = useEntries();
  const found = useMemo(() => filterEntries(entries, query), [entries, query]);
  const chosen = Math.min(active, found.length - 1);
  useEffect(() => {
    document.getElementById(`${listId}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [listId, chosen]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") run(found[chosen]);
    else if (move && found.length > 0) setActive((chosen + move + found.length) % found.length);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Backdrop isOpen onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Container size="md" placement="top">
        <Modal.Dialog aria-label="Search and commands" className="gap-0 overflow-hidden p-0 column:mt-[8vh]">
          <div className="flex items-center gap-3 border-b border-separator px-4">
            <Search aria-hidden className="size-4 shrink-0 text-muted" />
            <input
              autoFocus
              role="combobox"
              aria-expanded
              aria-controls={listId}
              aria-activedescendant={found.length > 0 ? `${listId}-${chosen}` : undefined}
              aria-label="Search or run a command"
              placeholder="Search or run a command"
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setActive(0);
              }}
              onKeyDown={onKeyDown}
              className="h-12 w-full bg-transparent text-base outline-none placeholder:text-field-placeholder"
            />
          </div>
          <div id={listId} role="listbox" aria-label="Results" className="max-h-[min(60vh,26rem)] overflow-y-auto p-2">
            {found.map((entry, index) => (
              <Row
                key={entry.id}
                id={`${listId}-${index}`}
                entry={entry}
                isFirstOfGroup={entry.group !== found[index - 1]?.group}
                isActive={index === chosen}
                onHover={() => setActive(index)}
                onRun={() => run(entry)}
              />
            ))}
          </div>
          {found.length === 0 ? (
            <p className="px-4 pb-8 text-center text-sm text-muted">Nothing is called “{query}”.</p>
          ) : null}
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}

interface RowProps {
  id: string;
  entry: Entry;
  isFirstOfGroup: boolean;
  isActive: boolean;
  onHover(): void;
  onRun(): void;
}

function Row({ id, entry, isFirstOfGroup, isActive, onHover, onRun }: RowProps) {
  return (
    <>
      {isFirstOfGroup ? (
        <div role="presentation" className="px-2 pt-2 pb-1 text-xs text-muted">
          {entry.group}
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the field, whose keys run the active row */}
      <div
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={isActive}
        onPointerMove={onHover}
        onClick={onRun}
        className={cn(
          "flex min-h-9 cursor-pointer items-center justify-between gap-3 rounded-md px-2 py-1.5 text-sm",
          isActive && "bg-surface-tertiary",
        )}
      >
        <span className="truncate">{entry.label}</span>
        {isActive ? <CornerDownLeft aria-hidden className="size-3.5 shrink-0 text-muted" /> : null}
      </div>
    </>
  );
}

function useEntries(): Entry[] {
  const router = useRouter();
  const trpc = useTRPC();
  const [, setTheme] = useTheme();
  const pageActions = usePageActions();
  const { data: projects } = useQuery(trpc.project.list.queryOptions());
  const { data: apps } = useQuery(trpc.deployment.apps.queryOptions());
  return useMemo(() => {
    const go = (href: string) => () => router.push(href);
    return [
      ...pageActions.map((action) => ({ ...action, group: "On this page" })),
      ...navigation.map(({ href, label }) => ({ id: href, label, group: "Go to", run: go(href) })),
      ...(apps ?? []).flatMap(({ id, name, deploymentId }) =>
        deploymentId ? [{ id, label: name, group: "Apps", run: go(`/deployments/${deploymentId}`) }] : [],
      ),
      ...(projects ?? []).map(({ id, name }) => ({ id, label: name, group: "Projects", run: go(`/projects/${id}`) })),
      ...(["light", "dark", "system"] as const).map((choice) => ({
        id: `theme-${choice}`,
        label: choice === "system" ? "Follow the system's theme" : `Use the ${choice} theme`,
        keywords: "appearance colour mode",
        group: "Settings",
        run: () => setTheme(choice),
      })),
      { id: "shortcuts", label: "Keyboard shortcuts", group: "Help", run: () => showOverlay("shortcuts") },
    ];
  }, [router, setTheme, pageActions, projects, apps]);
}

/** The entries that hold every word of the query. */
export function filterEntries<T extends { label: string; keywords?: string; group: string }>(
  entries: readonly T[],
  query: string,
): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const text = `${entry.label} ${entry.keywords ?? ""} ${entry.group}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
