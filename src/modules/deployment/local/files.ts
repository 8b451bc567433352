import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, realpath, rm, stat, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { AppUser } from "./folders";

export interface ReleaseFile {
  path: string;
  content: string | Uint8Array;
  mode: number;
}

/** Path and content hash of each file a release was written with, before anything was built. */
export const Manifest = z.record(z.string(), z.string());
export type Manifest = z.infer<typeof Manifest>;

/** Writes a release afresh: whatever an interrupted try left is removed first. Answers what was written. */
export async function writeRelease(
  release: string,
  files: readonly ReleaseFile[],
  user: AppUser | undefined,
): Promise<Manifest> {
  await rm(release, { recursive: true, force: true });
  await mkdir(release, { recursive: true, mode: 0o755 });
  const manifest: Manifest = {};
  for (const file of files) {
    const target = path.resolve(release, file.path);
    if (!target.startsWith(release + path.sep))
      throw new Error(`The file ${file.path} would lie outside of its release.`);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.content, { mode: file.mode, flag: "wx" });
    manifest[file.path] = createHash("sha256").update(file.content).digest("hex");
  }
  if (user) await ownTree(release, user);
  return manifest;
}

/** The files a release was written with, unchanged since; undefined when one is gone or differs. */
export async function readRelease(release: string, manifestFile: string): Promise<ReleaseFile[] | undefined> {
  try {
    const manifest = Manifest.parse(JSON.parse(await readFile(manifestFile, "utf8")));
    return await Promise.all(
      Object.entries(manifest).map(async ([name, hash]) => {
        const target = path.join(release, name);
        const content = await readFile(target);
        if (createHash("sha256").update(content).digest("hex") !== hash) throw new Error("changed");
        return { path: name, content, mode: (await stat(target)).mode & 0o777 };
      }),
    );
  } catch {
    return undefined;
  }
}

/** Copies a folder as fast as the file system can (shared blocks where it offers them), without keeping owners. */
export async function copyTree(
  from: string,
  to: string,
  options: { signal: AbortSignal; user?: AppUser | undefined },
): Promise<void> {
  if (process.platform !== "linux") return cp(from, to, { recursive: true, verbatimSymlinks: true });
  await runTool("cp", ["-R", "-P", "--preserve=mode,timestamps", "--reflink=auto", from, to], options);
}

/**
 * The same tree again without a second copy of any file: for trees whose files nobody but root may write. The folders
 * become the user's own, so that tools can put their caches beside the files.
 */
export async function linkTree(
  from: string,
  to: string,
  options: { signal: AbortSignal; user: AppUser },
): Promise<void> {
  const { user, signal } = options;
  await runTool("cp", ["-a", "-l", from, to], { signal });
  if (user.uid !== 0) await ownFolders(to, user, signal);
}

/** Hands the folders of a tree to a user, but not the files in them. */
export async function ownFolders(tree: string, user: AppUser, signal: AbortSignal): Promise<void> {
  await runTool("find", [tree, "-type", "d", "-exec", "chown", `${user.uid}:${user.gid}`, "{}", "+"], { signal });
}

/** Hands a whole folder to a user, links themselves instead of what they lead to. */
export async function ownTree(folder: string, user: AppUser): Promise<void> {
  await runTool("chown", ["-R", "-h", `${user.uid}:${user.gid}`, folder], { signal: AbortSignal.timeout(120_000) });
}

export async function isFolder(target: string): Promise<boolean> {
  return (await stat(target).catch(() => undefined))?.isDirectory() ?? false;
}

/** Bytes that are free for Berth on the disk that holds a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Bytes a tree takes on its disk. The build waits for this, so it is left to a tool that is fast at it. */
export async function treeBytes(folder: string, signal: AbortSignal): Promise<number> {
  return Number.parseInt(await runTool("du", ["-s", "-k", folder], { signal }), 10) * 1024;
}

/**
 * Removes all releases but the newest ones; `keep` stay whatever their age. Ids sort by time. A release that several
 * deployments share counts once, and stays as long as one of them does.
 */
export async function pruneReleases(releases: string, newest: number, keep: readonly string[]): Promise<void> {
  const ids = (await readdir(releases)).sort().reverse();
  const byAge = [...ids.filter((id) => keep.includes(id)), ...ids.filter((id) => !keep.includes(id))];
  const folders = new Map<string, string>();
  for (const id of byAge) folders.set(id, await realpath(path.join(releases, id)).catch(() => ""));
  const kept = new Set(keep.flatMap((id) => folders.get(id) || []));
  for (const id of byAge) {
    const folder = folders.get(id) ?? "";
    if (kept.has(folder)) continue;
    if (kept.size < newest && folder !== "") kept.add(folder);
    else await rm(path.join(releases, id), { recursive: true, force: true });
  }
}

function runTool(
  tool: string,
  args: string[],
  options: { signal: AbortSignal; user?: AppUser | undefined },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" } as unknown as NodeJS.ProcessEnv;
    const child = spawn(tool, args, {
      stdio: ["ignore", "pipe", "pipe"],
      signal: options.signal,
      env,
      ...options.user,
    });
    let answer = "";
    let problem = "";
    child.stdout.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      problem = (problem + chunk.toString()).slice(0, 2000);
    });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(answer) : reject(toolError(tool, problem))));
  });
}

function toolError(tool: string, problem: string): Error {
  const error = new Error(`${tool} failed: ${problem.trim()}`);
  return /No space left on device|Disk quota exceeded/.test(problem) ? Object.assign(error, { code: "ENOSPC" }) : error;
}
