"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { describeProblem } from "@/ui/problem";
import { useTRPC } from "@/ui/trpc";
import type { SavedVariables, VariableSummary } from "../../schema";
import type { ImportPreview } from "../../transfer/schema";
import { type EnvironmentPlace, refOf } from "../place";
import { type SaveProblem, saveProblemOf } from "./conflict";
import { type ImportChoices, type ImportRow, noChoices, rowsOf, variablesToSet } from "./import-model";

interface ImportInput {
  place: EnvironmentPlace;
  variables: readonly VariableSummary[];
  /** The save that the page shows. */
  snapshotId: string | null;
}

/** A preview, and the values it was made of. */
interface Previewed extends ImportPreview {
  values: ReadonlyMap<string, string>;
}

/** An import from the preview on. Values are sent, and nothing of them is kept in a cache. */
export function useImport({ place, variables, snapshotId }: ImportInput) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [previewed, setPreviewed] = useState<Previewed>();
  const [choices, setChoices] = useState<ImportChoices>(noChoices);
  const [problem, setProblem] = useState<SaveProblem>();
  const look = useMutation(trpc.environment.import.mutationOptions({ gcTime: 0 }));
  const set = useMutation(trpc.environment.set.mutationOptions({ gcTime: 0 }));
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
  const rows = useMemo(
    (): ImportRow[] => (previewed ? rowsOf(previewed.variables, previewed.values, variables) : []),
    [previewed, variables],
  );

  const preview = async (values: ReadonlyMap<string, string>) => {
    setProblem(undefined);
    try {
      const found = await look.mutateAsync({ ...refOf(place), values: Object.fromEntries(values) });
      setPreviewed({ ...found, values });
      // What is known of the variables is then from an earlier save too.
      if (found.snapshotId !== snapshotId) void refresh();
    } catch (error) {
      setProblem({ message: describeProblem(error).message });
    } finally {
      look.reset();
    }
  };
  const save = async (what: {
    unset: string[];
    reason: string;
    cause: string;
  }): Promise<SavedVariables | undefined> => {
    if (!previewed) return undefined;
    setProblem(undefined);
    try {
      const saved = await set.mutateAsync({
        ...refOf(place),
        variables: variablesToSet(rows, previewed.values, choices),
        unset: what.unset,
        cause: what.cause,
        expectedSnapshotId: previewed.snapshotId,
        ...(what.reason.trim() === "" ? {} : { reason: what.reason.trim() }),
      });
      void refresh();
      return saved;
    } catch (error) {
      setProblem(saveProblemOf(error));
      return undefined;
    } finally {
      set.reset();
    }
  };
  return {
    previewed,
    rows,
    choices,
    setChoices,
    problem,
    preview,
    previewAgain: () => (previewed ? preview(previewed.values) : Promise.resolve()),
    save,
    back: () => {
      setPreviewed(undefined);
      setProblem(undefined);
    },
    isPreviewing: look.isPending,
    isSaving: set.isPending,
  };
}
