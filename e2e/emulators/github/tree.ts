import type { FileEntry, GitObjects } from "./objects";

/** Where GitHub gives up on a tree; `listed` is how many lines it lists at most (7 MB of them). */
export interface TreeLimits {
  entries: number;
  bytes: number;
  listed: number;
}

interface GivenTree {
  base_tree?: string;
  tree: { path: string; mode: string; type: string; sha?: string | null; content?: string }[];
}

export function isWorkflow({ path }: { path: string }): boolean {
  return path.startsWith(".github/workflows/");
}

/** A new tree out of another one and changes to it. */
export function writeTree(objects: GitObjects, { base_tree, tree }: GivenTree): { sha: string } | { problem: string } {
  const base = base_tree === undefined ? undefined : (objects.readCommit(base_tree)?.tree ?? base_tree);
  if (base !== undefined && !objects.readTree(base)) return { problem: "base_tree is not a valid tree oid" };
  const files = base === undefined ? new Map<string, FileEntry>() : objects.readFiles(base);
  const folders = new Set([...files.keys()].flatMap(foldersOf));
  for (const { path, mode, sha, content } of tree) {
    if (path === "" || /^\/|\/$|\/\/|(^|\/)\.{1,2}(\/|$)|(^|\/)\.git(\/|$)/.test(path)) {
      return { problem: `tree.path contains a malformed path component: ${path}` };
    }
    if ((content === undefined) === (sha === undefined))
      return { problem: "Must supply either tree.sha or tree.content" };
    if (sha === null) {
      if (!files.delete(path)) return { problem: "GitRPC::BadObjectState" };
      continue;
    }
    const id = content === undefined ? sha : objects.put("blob", Buffer.from(content));
    if (id === undefined || !objects.read(id, "blob")) return { problem: `tree.sha ${sha} is not a valid blob` };
    // A file takes the place of a folder of its name, and of a file where it needs a folder.
    for (const folder of foldersOf(path)) {
      files.delete(folder);
      folders.add(folder);
    }
    if (folders.has(path)) for (const other of files.keys()) if (other.startsWith(`${path}/`)) files.delete(other);
    files.set(path, { mode, sha: id });
  }
  return { sha: objects.writeFiles(files) };
}

function foldersOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join("/"));
}
