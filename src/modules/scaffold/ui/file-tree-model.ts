import type { GeneratedFile } from "../schema";

export type FileMark = "added" | "changed";

export interface TreeRow {
  path: string;
  name: string;
  depth: number;
  isFolder: boolean;
  mark?: FileMark;
}

export interface FileChanges {
  marks: ReadonlyMap<string, FileMark>;
  removed: string[];
}

/** What is different from the files before. */
export function compareFiles(before: readonly GeneratedFile[], after: readonly GeneratedFile[]): FileChanges {
  const old = new Map(before.map(({ path, content }) => [path, content]));
  const marks = new Map<string, FileMark>();
  for (const { path, content } of after) {
    const known = old.get(path);
    if (known === undefined) marks.set(path, "added");
    else if (known !== content) marks.set(path, "changed");
  }
  const left = new Set(after.map(({ path }) => path));
  return { marks, removed: [...old.keys()].filter((path) => !left.has(path)) };
}

/** The rows of the tree: folders before files, each by name. Folders in `closed` show nothing of what they hold. */
export function treeRows(
  files: readonly GeneratedFile[],
  marks: ReadonlyMap<string, FileMark>,
  closed: ReadonlySet<string>,
): TreeRow[] {
  const sorted = files.map(({ path }) => path.split("/")).sort(byFolder);
  const rows: TreeRow[] = [];
  const seen = new Set<string>();
  for (const parts of sorted) {
    const folders = parts.slice(0, -1).map((_, depth) => parts.slice(0, depth + 1).join("/"));
    for (const [depth, path] of folders.entries()) {
      if (seen.has(path)) continue;
      seen.add(path);
      if (folders.slice(0, depth).some((parent) => closed.has(parent))) continue;
      rows.push({ path, name: parts[depth] ?? path, depth, isFolder: true, mark: folderMark(path, marks) });
    }
    if (folders.some((folder) => closed.has(folder))) continue;
    const path = parts.join("/");
    rows.push({ path, name: parts.at(-1) ?? path, depth: parts.length - 1, isFolder: false, mark: marks.get(path) });
  }
  return rows;
}

function folderMark(folder: string, marks: ReadonlyMap<string, FileMark>): FileMark | undefined {
  for (const path of marks.keys()) if (path.startsWith(`${folder}/`)) return "changed";
  return undefined;
}

function byFolder(left: string[], right: string[]): number {
  const shared = Math.min(left.length, right.length);
  for (let depth = 0; depth < shared; depth += 1) {
    const [a = "", b = ""] = [left[depth], right[depth]];
    const aIsFile = depth === left.length - 1;
    const bIsFile = depth === right.length - 1;
    if (a === b && aIsFile === bIsFile) continue;
    if (aIsFile !== bIsFile) return aIsFile ? 1 : -1;
    return a < b ? -1 : 1;
  }
  return left.length - right.length;
}
