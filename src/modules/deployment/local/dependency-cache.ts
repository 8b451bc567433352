import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { copyTree, isFolder, linkTree, ownTree, treeBytes } from "./files";
import { type AppUser, cacheFolder } from "./folders";
import { lockfileOf } from "./package-manager";

const maxSets = 12;
const maxBytes = 6 * 1024 ** 3;

/** What decides the content of node_modules: the lockfile and the settings of the package manager, the Node version and the kind of machine. */
export async function dependencyKey(release: string): Promise<string | undefined> {
  const hash = createHash("sha256").update(`1 ${process.versions.node} ${process.platform} ${process.arch}`);
  const lockfile = lockfileOf(release);
  for (const name of ["package.json", lockfile, ".npmrc"]) {
    const text = await readFile(path.join(release, name), "utf8").catch(() => undefined);
    if (name === lockfile && text === undefined) return undefined;
    hash.update(`\0${name}\0`).update(name.endsWith(".json") ? withoutNames(text ?? "") : (text ?? ""));
  }
  return hash.digest("hex").slice(0, 32);
}

/**
 * Puts a set seen before at `target`. False when there is none. Where Berth is root and the app is not, the files are
 * shared with the cache, since the app cannot write them; elsewhere they are copied.
 */
export async function restoreDependencies(
  root: string,
  key: string,
  options: { target: string; user: AppUser | undefined; signal: AbortSignal },
): Promise<boolean> {
  const { target, user, signal } = options;
  const set = setFolder(root, key);
  const kept = path.join(set, "node_modules");
  if (!(await isFolder(kept))) return false;
  const now = new Date();
  await utimes(set, now, now);
  if (user) await linkTree(kept, target, { signal, user });
  else await copyTree(kept, target, { signal });
  return true;
}

/** Keeps an installed set; complete or not at all, by a rename. Older sets go when there are too many. */
export async function keepDependencies(
  root: string,
  key: string,
  options: { installed: string; user: AppUser | undefined; signal: AbortSignal },
): Promise<void> {
  const { installed, user, signal } = options;
  const set = setFolder(root, key);
  if (await isFolder(set)) return;
  const staging = `${set}.${process.pid}.${Date.now()}`;
  await mkdir(staging, { recursive: true });
  try {
    const kept = path.join(staging, "node_modules");
    if (user) {
      await ownTree(installed, { uid: 0, gid: 0 });
      await linkTree(installed, kept, { signal, user: { uid: 0, gid: 0 } });
    } else await copyTree(installed, kept, { signal });
    await writeFile(path.join(staging, "bytes"), String(await treeBytes(kept, signal)));
    await rename(staging, set);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  await dropOldSets(root);
}

async function dropOldSets(root: string): Promise<void> {
  const folder = path.join(cacheFolder(root), "deps");
  const names = await readdir(folder);
  const sets = await Promise.all(
    names.map(async (name) => {
      const set = path.join(folder, name);
      const bytes = Number(await readFile(path.join(set, "bytes"), "utf8").catch(() => "0"));
      return { set, bytes, usedAt: (await stat(set)).mtimeMs, isStaging: name.includes(".") };
    }),
  );
  let kept = 0;
  let bytes = 0;
  for (const entry of sets.filter((set) => !set.isStaging).sort((a, b) => b.usedAt - a.usedAt)) {
    kept += 1;
    bytes += entry.bytes;
    if (kept > 1 && (kept > maxSets || bytes > maxBytes)) await rm(entry.set, { recursive: true, force: true });
  }
  const dayAgo = Date.now() - 86_400_000;
  for (const entry of sets)
    if (entry.isStaging && entry.usedAt < dayAgo) await rm(entry.set, { recursive: true, force: true });
}

function setFolder(root: string, key: string): string {
  return path.join(cacheFolder(root), "deps", key);
}

/** The name, version and scripts of a project do not change what is installed for it. */
function withoutNames(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text, dropNames));
  } catch {
    return text;
  }
}

function dropNames(key: string, value: unknown): unknown {
  const isProject = key === "" && typeof value === "object" && value !== null;
  if (!isProject) return value;
  const { name: _name, version: _version, scripts: _scripts, ...rest } = value as Record<string, unknown>;
  return rest;
}
