import { existsSync, realpathSync } from "node:fs";
import { copyFile, readdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import type { appFolders } from "./folders";

type Folders = ReturnType<typeof appFolders>;

/** The folder a deployment runs in: its own release, or the built one of an earlier deployment that it shares. */
export function releaseFolder(folders: Folders, deploymentId: string): string {
  const release = folders.release(deploymentId);
  return existsSync(release) ? realpathSync(release) : release;
}

/**
 * Lets a deployment run in the release of another one. A link instead of a copy: builds name their own folder, and what
 * the app wrote beside its files has to be there after a restart. False when that release is gone.
 */
export async function shareRelease(folders: Folders, { of, id }: { of: string; id: string }): Promise<boolean> {
  const release = folders.release(of);
  if (!existsSync(release)) return false;
  const link = folders.release(id);
  await rm(link, { recursive: true, force: true });
  await symlink(path.basename(realpathSync(release)), link);
  if (existsSync(folders.manifest(of))) await copyFile(folders.manifest(of), folders.manifest(id));
  return true;
}

const skipped = new Set(["node_modules", ".git", ".next", "dist"]);
const deepest = 4;

/** Whether an embedded PostgreSQL lies among the files of a release: two processes that open it at once destroy it. */
export async function holdsDatabase(release: string, depth = 0): Promise<boolean> {
  const entries = await readdir(release, { withFileTypes: true }).catch(() => []);
  if (entries.some((entry) => entry.isFile() && entry.name === "PG_VERSION")) return true;
  if (depth === deepest) return false;
  for (const entry of entries) {
    if (!entry.isDirectory() || skipped.has(entry.name)) continue;
    if (await holdsDatabase(path.join(release, entry.name), depth + 1)) return true;
  }
  return false;
}
