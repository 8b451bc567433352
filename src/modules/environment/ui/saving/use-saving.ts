import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { plural } from "@/ui/format";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { CurrentEnvironment } from "../../schema";
import { type Choice, type Conflict, readConflict, resolveConflict } from "../drafts/conflict";
import { type Draft, isBlank, noDrafts, toChange } from "../drafts/draft";
import { getDrafts, placeKey, updateDrafts } from "../drafts/draft-store";
import { type EnvironmentPlace, refOf } from "../place";
import { inParts } from "./parts";

export interface Saving {
  isSaving: boolean;
  conflict: Conflict | undefined;
  problem: string | undefined;
  save(): Promise<boolean>;
  /** Saves again after each conflict was decided. */
  resolve(choices: Readonly<Record<string, Choice>>): Promise<boolean>;
  discard(): void;
  closeConflict(): void;
}

/** Saves the drafts of a place against the state their author saw. */
export function useSaving(place: EnvironmentPlace, current: CurrentEnvironment | undefined): Saving {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const [conflict, setConflict] = useState<Conflict>();
  const key = placeKey(place);
  const seen = current?.snapshotId ?? null;
  const options = trpc.environment.current.queryOptions(refOf(place));
  const send = useMutation({ mutationFn: saveDrafts });

  async function saveDrafts(stored: CurrentEnvironment["variables"]): Promise<string[]> {
    const drafts = getDrafts(key);
    const { baseSnapshotId = seen, reason } = drafts;
    const change = toChange(drafts.list, stored);
    const done: { merged: string[]; count: number } = { merged: [], count: 0 };
    let expectedSnapshotId = baseSnapshotId;
    for (const part of inParts(change)) {
      const said = reason.trim() === "" ? {} : { reason: reason.trim() };
      const saved = await client.environment.set.mutate({ ...refOf(place), ...part, ...said, expectedSnapshotId });
      expectedSnapshotId = saved.snapshotId;
      done.merged.push(...saved.merged);
      done.count += saved.added.length + saved.changed.length + saved.removed.length;
      const names = new Set([...Object.keys(part.variables), ...part.unset]);
      await queries.fetchQuery({ ...options, staleTime: 0 }).catch(() => undefined);
      updateDrafts(
        key,
        (now) => ({ ...now, baseSnapshotId: saved.snapshotId, list: withoutSaved(now.list, drafts.list, names) }),
        seen,
      );
    }
    updateDrafts(key, (now) => ({ ...now, list: now.list.filter((draft) => !isSettled(draft, drafts.list)) }), seen);
    void queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
    notifySaved(done.count, done.merged);
    return done.merged;
  }

  const run = useCallback(
    async (stored: CurrentEnvironment["variables"]) => {
      try {
        await send.mutateAsync(stored);
        setConflict(undefined);
        return true;
      } catch (error) {
        const found = readConflict(error);
        await queries.fetchQuery({ ...options, staleTime: 0 }).catch(() => undefined);
        setConflict(found);
        if (!found) notify.problem("Nothing was saved", describeProblem(error).message);
        return false;
      }
    },
    [send, queries, options],
  );
  const variables = () => queries.getQueryData(options.queryKey)?.variables ?? current?.variables ?? [];
  return {
    isSaving: send.isPending,
    conflict,
    problem: send.error && !readConflict(send.error) ? describeProblem(send.error).message : undefined,
    save: () => run(variables()),
    resolve: (choices) => {
      const latest = conflict?.kind === "overlap" ? conflict.latestSnapshotId : seen;
      if (conflict) updateDrafts(key, (now) => resolveConflict(now, choices, latest), seen);
      return run(variables());
    },
    discard: () => updateDrafts(key, () => noDrafts, seen),
    closeConflict: () => setConflict(undefined),
  };
}

/** What was typed while the save was under way is a new object, and stays. */
function withoutSaved(now: readonly Draft[], sent: readonly Draft[], names: ReadonlySet<string>): Draft[] {
  return now.filter((draft) => !(sent.includes(draft) && names.has(draft.key)));
}

/** A blank row, or a removal of what was gone already. */
function isSettled(draft: Draft, sent: readonly Draft[]): boolean {
  return isBlank(draft) || (draft.isRemoved && sent.includes(draft));
}

function notifySaved(count: number, merged: readonly string[]): void {
  const title = count === 0 ? "Nothing changed" : `${plural(count, "change")} saved`;
  const names = [...new Set(merged)];
  const shown = names.length > 5 ? plural(names.length, "variable") : names.join(", ");
  notify.done(
    title,
    names.length === 0
      ? "They take effect with the next deployment or reload."
      : `Others changed ${shown} since you opened this; that is kept beside your changes.`,
  );
}
