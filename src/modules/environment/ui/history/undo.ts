"use client";
import { useQueryClient } from "@tanstack/react-query";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { SavedVariables } from "../../schema";
import type { Side } from "../compare/compare-model";

interface Done {
  at: Side & { projectId: string };
  saved: Pick<SavedVariables, "snapshotId" | "added" | "changed" | "removed">;
  /** What held before; null where nothing was ever saved. */
  previousSnapshotId: string | null;
  /** For the history: "restoring save 3". */
  what: string;
}

/** Takes a save back by a further one, unless somebody changed the same variables since. */
export function useUndo(): (done: Done) => Promise<void> {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  return async ({ at, saved, previousSnapshotId, what }) => {
    const { snapshotId: expectedSnapshotId, added, changed, removed } = saved;
    const saving = { expectedSnapshotId, reason: `Undo of ${what}` };
    try {
      if (previousSnapshotId === null) await client.environment.unset.mutate({ ...at, ...saving, keys: added });
      else {
        const keys = [...added, ...changed, ...removed];
        const { projectId } = at;
        await client.environment.restore.mutate({ projectId, snapshotId: previousSnapshotId, keys, ...saving });
      }
      notify.done("Undone", "Everything is as it was before.");
    } catch (error) {
      notify.problem("It could not be undone", describeProblem(error).message);
    }
    await queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
  };
}
