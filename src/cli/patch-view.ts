import { styleText } from "node:util";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { FileChange } from "@/modules/scaffold/pure";

const lockfile = /(^|\/)(package-lock\.json|pnpm-lock\.yaml)$/;

/** A change as a unified patch, as `git apply` reads it. */
export function patchOf({ path, before, after }: Pick<FileChange, "path" | "before" | "after">): string {
  const [left, right] = [
    before === undefined ? "/dev/null" : `a/${path}`,
    after === undefined ? "/dev/null" : `b/${path}`,
  ];
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(left, right, before ?? "", after ?? "", undefined, undefined, options);
}

/** Patches for people: coloured on a terminal, and a lockfile only by its size. */
export function viewPatches(changes: readonly FileChange[]): string {
  return changes
    .map((change) => (lockfile.test(change.path) ? viewLockfile(change) : colour(patchOf(change))))
    .join("\n");
}

function viewLockfile({ path, before = "", after = "" }: FileChange): string {
  const lines = (text: string): number => text.split("\n").length - 1;
  return styleText("dim", `${path}: ${lines(before)} lines become ${lines(after)}, not shown\n`);
}

function colour(patch: string): string {
  return patch.split("\n").map(colourLine).join("\n");
}

function colourLine(line: string, index: number): string {
  if (index < 2) return styleText("bold", line);
  if (line.startsWith("@@")) return styleText("cyan", line);
  if (line.startsWith("+")) return styleText("green", line);
  return line.startsWith("-") ? styleText("red", line) : line;
}
