import { diff3Merge, diffComm } from "node-diff3";
import type { ConflictChoice } from "./conflict-choice";

export interface Merge {
  /** Where both sides changed the same; empty when the merge is clean. */
  places: string[];
  resolve: (choice: ConflictChoice) => string;
}

type Part = { lines: string[] } | { ours: string[]; theirs: string[] };

/** Line by line: what either side changed since the base, together. */
export function mergeText(base: string, ours: string, theirs: string): Merge {
  const regions = diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true });
  const parts = regions.flatMap(({ ok, conflict }): Part[] => {
    if (conflict !== undefined) return [{ ours: conflict.a, theirs: conflict.b }];
    return ok === undefined ? [] : [{ lines: ok }];
  });
  const places = regions.flatMap(({ conflict }) => (conflict === undefined ? [] : [`line ${conflict.aIndex + 1}`]));
  return { places, resolve: (choice) => joinParts(parts, choice) };
}

/** Without a base every difference is a conflict. */
export function compareText(ours: string, theirs: string): Merge {
  const parts = diffComm(linesOf(ours), linesOf(theirs)).map(({ common, buffer1, buffer2 }): Part => {
    return common === undefined ? { ours: buffer1, theirs: buffer2 } : { lines: common };
  });
  return { places: ["the file was there before"], resolve: (choice) => joinParts(parts, choice) };
}

function joinParts(parts: readonly Part[], choice: ConflictChoice): string {
  const lines = parts.flatMap((part) => {
    if ("lines" in part) return part.lines;
    if (choice !== "markers") return choice === "keep" ? part.ours : part.theirs;
    return ["<<<<<<< yours", ...part.ours, "=======", ...part.theirs, ">>>>>>> berth add"];
  });
  return lines.join("\n");
}

function linesOf(text: string): string[] {
  return text.split("\n");
}
