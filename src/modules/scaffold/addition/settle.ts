import type { ConflictChoice } from "./conflict-choice";
import type { AdditionPlan } from "./plan-addition";
import type { FileChange } from "./plan-file";

/** Everything that is written once the conflicts are settled in one way, sorted by path. */
export function settleConflicts({ changes, conflicts }: AdditionPlan, choice: ConflictChoice): FileChange[] {
  const settled = conflicts.flatMap(({ path, before, mode, outcomes }): FileChange[] => {
    const after = outcomes[choice];
    if (after === undefined || after === before) return [];
    return [{ path, status: "conflict", ...(before === undefined ? {} : { before }), after, mode }];
  });
  return [...changes, ...settled].sort((left, right) => (left.path < right.path ? -1 : 1));
}
