import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/server/errors";
import type { Note } from "./detected";
import { isIgnored } from "./limits";
import { type ProjectFile, refuseTooLarge } from "./project-files";

export interface ListedProject {
  files: ProjectFile[];
  notes: Note[];
}

/** Lists a folder on this machine. Links are not followed; they and what cannot be read are noted. Throws VALIDATION past the limits. */
export async function listFolder(dir: string): Promise<ListedProject> {
  const root = await lstat(dir).catch(() => undefined);
  if (!root?.isDirectory()) throw new AppError("NOT_FOUND", `There is no folder ${JSON.stringify(dir)}.`);
  const files: ProjectFile[] = [];
  const links: string[] = [];
  const unreadable: string[] = [];
  const open = [""];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const entries = await readdir(path.join(dir, folder), { withFileTypes: true }).catch(() => undefined);
    if (!entries) {
      unreadable.push(folder);
      continue;
    }
    const found: string[] = [];
    for (const entry of entries) {
      const inner = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (isIgnored(entry.name)) continue;
      if (entry.isSymbolicLink()) links.push(inner);
      if (entry.isDirectory()) open.push(inner);
      if (entry.isFile()) found.push(inner);
    }
    files.push(...(await Promise.all(found.map((inner) => fileAt(dir, inner)))));
    refuseTooLarge(files);
  }
  return { files, notes: [...linkNotes(links), ...unreadableNotes(unreadable)] };
}

/** Says which links were not followed. */
export function linkNotes(links: readonly string[]): Note[] {
  return noteOf(links, "Links are not followed");
}

function unreadableNotes(folders: readonly string[]): Note[] {
  return noteOf(folders, "These folders may not be read");
}

function noteOf(paths: readonly string[], what: string): Note[] {
  if (paths.length === 0) return [];
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  return [{ level: "info", message: `${what}: ${paths.slice(0, 3).join(", ")}${more}.` }];
}

async function fileAt(dir: string, inner: string): Promise<ProjectFile> {
  const full = path.join(dir, inner);
  const { size } = await lstat(full);
  return { path: inner, size, read: () => readFile(full) };
}
