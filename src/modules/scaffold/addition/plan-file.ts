import type { GeneratedFile } from "../schema";
import type { ConflictChoice } from "./conflict-choice";
import { mergeExample } from "./merge-example";
import { mergeJson } from "./merge-manifest";
import { compareText, type Merge, mergeText } from "./merge-text";
import { readForm, type TextForm } from "./text-form";

/** A file of the project as it lies there; `text` is missing where it is not UTF-8. */
export interface ProjectFile {
  text: string | undefined;
}

/** One file that is written or, without `after`, removed. `before` is missing for a new file. */
export interface FileChange {
  path: string;
  status: "added" | "changed" | "merged" | "removed" | "conflict";
  before?: string;
  after?: string;
  mode: number;
}

/** A file that both the project and the addition changed in the same places. A missing outcome leaves it as it is. */
export interface FileConflict {
  path: string;
  before?: string;
  mode: number;
  places: string[];
  outcomes: Record<ConflictChoice, string | undefined>;
}

/** What becomes of one file: a change, a conflict, a note why it is left, or nothing. */
export type FilePlan = { change: FileChange } | { conflict: FileConflict } | { note: string } | undefined;

interface Sides {
  path: string;
  /** As generated from the recorded configuration. */
  base: GeneratedFile | undefined;
  /** As generated with the addition. */
  theirs: GeneratedFile | undefined;
  /** As it lies in the project. */
  ours: ProjectFile | undefined;
}

/** Three-way: nothing that the project's people changed is lost, and nothing they removed comes back. */
export function planFile({ path, base, theirs, ours }: Sides): FilePlan {
  if (base?.content === theirs?.content) return undefined;
  if (ours === undefined) {
    if (theirs === undefined) return undefined;
    if (base !== undefined)
      return { note: `${path} is not there any more, so what the addition changes in it is left out.` };
    return { change: { path, status: "added", after: theirs.content, mode: theirs.mode } };
  }
  if (theirs === undefined) return planRemoval(path, base, ours);
  const { content, mode } = theirs;
  if (ours.text === undefined) {
    const outcomes = { keep: undefined, theirs: content, markers: undefined };
    return { conflict: { path, mode, places: ["it is not UTF-8 text"], outcomes } };
  }
  const form = readForm(ours.text);
  if (form.text === content) return undefined;
  if (form.text === base?.content) {
    return { change: { path, status: "changed", before: ours.text, after: form.restore(content), mode } };
  }
  return planMerge(path, mode, ours.text, form, mergeOf(path, base?.content, form.text, content));
}

function planRemoval(path: string, base: GeneratedFile | undefined, { text }: ProjectFile): FilePlan {
  if (text !== undefined && readForm(text).text === base?.content) {
    return { change: { path, status: "removed", before: text, mode: base.mode } };
  }
  return { note: `${path} is not needed any more. It has edits of yours, so it stays.` };
}

function planMerge(path: string, mode: number, before: string, form: TextForm, merge: Merge): FilePlan {
  const after = (choice: ConflictChoice): string => form.restore(merge.resolve(choice));
  if (merge.places.length > 0) {
    const outcomes = { keep: after("keep"), theirs: after("theirs"), markers: after("markers") };
    return { conflict: { path, before, mode, places: merge.places, outcomes } };
  }
  const merged = after("keep");
  return merged === before ? undefined : { change: { path, status: "merged", before, after: merged, mode } };
}

function mergeOf(path: string, base: string | undefined, ours: string, theirs: string): Merge {
  if (path === "package.json") return mergeJson(path, base ?? "{}", ours, theirs);
  if (base === undefined) return compareText(ours, theirs);
  if (path === ".env.example") return mergeExample(base, ours, theirs);
  return mergeText(base, ours, theirs);
}
