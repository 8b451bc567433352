import { diff3Merge, diffComm } from "node-diff3";
import type { ConflictChoice } from "./conflict-choice";
import { joinInsertions } from "./join-insertions";

export interface Merge {
  /** Where both sides changed the same; empty when the merge is clean. */
  places: string[];
  resolve: (choice: ConflictChoice) => string;
}

type Part = { lines: string[] } | { ours: string[]; theirs: string[]; place: string };

/** Line by line: what either side changed since the base, together. */
export function mergeText(base: string, ours: string, theirs: string): Merge {
  const regions = diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true });
  const parts = regions.map(({ ok = [], conflict }): Part => {
    if (conflict === undefined) return { lines: ok };
    const { a, o, b, aIndex } = conflict;
    const joined = o.length === 0 ? joinInsertions(a, b) : undefined;
    return joined === undefined ? { ours: a, theirs: b, place: `line ${aIndex + 1}` } : { lines: joined };
  });
  const places = parts.flatMap((part) => ("place" in part ? [part.place] : []));
  return { places, resolve: (choice) => joinParts(parts, choice) };
}

/** Without a base every difference is a conflict. */
export function compareText(ours: string, theirs: string): Merge {
  const place = "the file was there before";
  const parts = diffComm(linesOf(ours), linesOf(theirs)).map(({ common, buffer1, buffer2 }): Part => {
    return common === undefined ? { ours: buffer1, theirs: buffer2, place } : { lines: common };
  });
  return { places: [place], resolve: (choice) => joinParts(parts, choice) };
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
