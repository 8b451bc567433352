import { useMemo, useSyncExternalStore } from "react";
import type { EnvironmentPlace } from "../place";
import { type Drafts, isBlank, noDrafts } from "./draft";
import { readKept, writeKept } from "./kept-drafts";

const byPlace = new Map<string, Drafts>();
const listeners = new Set<() => void>();

/** Names a place among all drafts of the tab. */
export function placeKey({ projectId, environment, configuration }: Omit<EnvironmentPlace, "projectName">): string {
  return `${projectId}/${environment}/${configuration ?? ""}`;
}

/** The drafts of a place as they are now. */
export function getDrafts(place: string): Drafts {
  const known = byPlace.get(place);
  if (known) return known;
  const kept = readKept(place);
  byPlace.set(place, kept);
  return kept;
}

/** Changes the drafts of a place. The first one remembers the save that its author saw. */
export function updateDrafts(place: string, change: (drafts: Drafts) => Drafts, seen: string | null): void {
  const after = change(getDrafts(place));
  const base = after.baseSnapshotId === undefined ? seen : after.baseSnapshotId;
  byPlace.set(place, after.list.length === 0 ? noDrafts : { ...after, baseSnapshotId: base });
  writeKept(place, getDrafts(place));
  for (const listener of listeners) listener();
}

/** The drafts of a place; they outlive the views that show them. */
export function useDrafts(place: EnvironmentPlace): Drafts {
  const key = placeKey(place);
  const read = useMemo(() => () => getDrafts(key), [key]);
  return useSyncExternalStore(subscribe, read, () => noDrafts);
}

/** How many changes are not saved, in every place of the tab. */
export function countUnsaved(): number {
  let count = 0;
  for (const { list } of byPlace.values()) count += list.filter((draft) => !isBlank(draft)).length;
  return count;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("beforeunload", warn);
  return () => listeners.delete(listener);
}

/** Stays for the life of the tab: drafts are there on other pages too. */
function warn(event: BeforeUnloadEvent): void {
  if (countUnsaved() > 0) event.preventDefault();
}
