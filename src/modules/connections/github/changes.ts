import { createHash } from "node:crypto";

export interface PushedFile {
  /** Below the root of the repository, with forward slashes. */
  path: string;
  data: Uint8Array;
  /** As of the file system; anyone who may run it makes it executable. */
  mode?: number;
}

interface GitEntry {
  mode: string;
  sha: string;
}

/** What a commit holds, by path. */
export type GitFiles = ReadonlyMap<string, GitEntry>;

/** One line of a new tree. `data` is there while GitHub does not have the content; `sha` null removes the file. */
export interface Change {
  path: string;
  mode: string;
  sha: string | null;
  data?: Uint8Array;
}

const regularMode = "100644";
const executableMode = "100755";

/** What has to change so that a commit holds the files: those that are new or differ, and those to remove. */
export function compareFiles(files: readonly PushedFile[], head: GitFiles, removed: readonly string[]): Change[] {
  const present = new Set([...head.values()].map(({ sha }) => sha));
  const written = files.flatMap(({ path, data, mode = 0o644 }): Change[] => {
    const entry = { path, sha: blobSha(data), mode: mode & 0o111 ? executableMode : regularMode };
    const there = head.get(path);
    if (there?.sha === entry.sha && there.mode === entry.mode) return [];
    return [present.has(entry.sha) ? entry : { ...entry, data }];
  });
  // Removed first: a file may take the place of a folder, or the other way round.
  return [...removed.map((path) => ({ path, mode: regularMode, sha: null })), ...written];
}

/** The id Git gives a file's content. */
function blobSha(data: Uint8Array): string {
  return createHash("sha1").update(`blob ${data.byteLength}\0`).update(data).digest("hex");
}

const maxEntries = 400;
const maxBatchBytes = 2_000_000;
/** Larger texts go up on their own, so that one cannot make its tree too large. */
const maxInlineBytes = 1_000_000;

/** The content as text where a tree can carry it as such; undefined for what has to be sent as a blob. */
export function inlineText(data: Uint8Array): string | undefined {
  if (data.byteLength > maxInlineBytes || data.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return undefined;
  }
}

/** Changes in the portions GitHub takes as one tree; what is removed is never in one portion with what is written. */
export function batchChanges(changes: readonly Change[]): Change[][] {
  const batches: Change[][] = [];
  let bytes = 0;
  for (const change of changes) {
    const size = change.data?.byteLength ?? 0;
    const batch = batches.at(-1);
    const isSameKind = (batch?.[0]?.sha === null) === (change.sha === null);
    if (batch && isSameKind && batch.length < maxEntries && bytes + size <= maxBatchBytes) {
      batch.push(change);
      bytes += size;
    } else {
      batches.push([change]);
      bytes = size;
    }
  }
  return batches;
}

/** Files GitHub takes only from a token with the scope `workflow`. */
export function isWorkflow({ path }: { path: string }): boolean {
  return path.startsWith(".github/workflows/");
}
