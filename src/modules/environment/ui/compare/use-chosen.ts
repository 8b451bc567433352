"use client";
import { useMemo, useState } from "react";

/** Chosen names; those that are no longer there do not count. */
export function useChosen(keys: readonly string[], atFirst: readonly string[] = []) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set(atFirst));
  const chosen = useMemo(() => new Set(keys.filter((key) => marked.has(key))), [keys, marked]);
  return {
    chosen,
    toggle(key: string) {
      const next = new Set(chosen);
      if (!next.delete(key)) next.add(key);
      setMarked(next);
    },
    /** Chooses all of these, or none where all are chosen already. */
    toggleAll(some: readonly string[]) {
      const next = new Set(chosen);
      const isWhole = some.every((key) => next.has(key));
      for (const key of some) isWhole ? next.delete(key) : next.add(key);
      setMarked(next);
    },
    clear: () => setMarked(new Set()),
  };
}
