import {
  chmodSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { lstat, readFile, realpath } from "node:fs/promises";
import path from "node:path";
import type { FileChange, ProjectFile } from "@/modules/scaffold/pure";
import { AppError } from "@/server/errors";

const maxFileBytes = 20 * 1024 * 1024;

/** A project that is changed in place. */
export interface ProjectFolder {
  root: string;
  /** The file, or undefined where there is none. Throws VALIDATION for what is no plain file inside the project. */
  read: (file: string) => Promise<ProjectFile | undefined>;
  /** Makes every change or, when one fails, none. Throws CONFLICT for a file that changed since it was read. */
  write: (changes: readonly FileChange[]) => void;
}

/** Opens a folder. Throws NOT_FOUND. */
export async function openProject(folder: string): Promise<ProjectFolder> {
  const root = await realpath(path.resolve(folder)).catch(() => undefined);
  const info = root === undefined ? undefined : await lstat(root);
  if (root === undefined || !info?.isDirectory()) throw new AppError("NOT_FOUND", `There is no folder ${folder}.`);
  const seen = new Map<string, { target: string; bytes: Buffer | undefined }>();
  return {
    root,
    read: async (file) => {
      const target = await locate(root, file);
      const bytes = await readBytes(file, target);
      seen.set(file, { target, bytes });
      return bytes === undefined ? undefined : { text: textOf(bytes) };
    },
    write: (changes) => writeChanges(changes.map((change) => stepOf(change, seen.get(change.path)))),
  };
}

/** Where a file really lies. A link may lead to another place inside the project, never out of it. */
async function locate(root: string, file: string): Promise<string> {
  const full = path.join(root, file);
  const there = await lstat(full).catch(() => undefined);
  const target = await realpath(full).catch(() => undefined);
  if (there !== undefined && target === undefined) throw leadsOutside(file);
  const found = target ?? path.join(await realFolder(path.dirname(full), file), path.basename(full));
  if (!found.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) throw leadsOutside(file);
  return found;
}

async function realFolder(folder: string, file: string): Promise<string> {
  const real = await realpath(folder).catch(() => undefined);
  if (real !== undefined) return real;
  if ((await lstat(folder).catch(() => undefined)) !== undefined) throw leadsOutside(file);
  return path.join(await realFolder(path.dirname(folder), file), path.basename(folder));
}

function leadsOutside(file: string): AppError {
  return new AppError(
    "VALIDATION",
    `${file} is reached by a link that leads out of the project or to nothing, so it is not written. Put the file itself there.`,
  );
}

async function readBytes(file: string, target: string): Promise<Buffer | undefined> {
  const info = await lstat(target).catch(() => undefined);
  if (info === undefined) return undefined;
  if (!info.isFile())
    throw new AppError("CONFLICT", `${file} is not a file, and the addition writes one there. Move it.`);
  if (info.size > maxFileBytes)
    throw new AppError("CONFLICT", `${file} is over 20 MB, so it cannot be merged. Move it.`);
  return readFile(target);
}

function textOf(bytes: Buffer): string | undefined {
  try {
    // The byte order mark is the file's own: it is written back.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

interface Step {
  path: string;
  target: string;
  before: Buffer | undefined;
  after: string | undefined;
  mode: number;
}

function stepOf(
  { path: file, after, mode }: FileChange,
  read: { target: string; bytes: Buffer | undefined } | undefined,
): Step {
  if (read === undefined) throw new Error(`${file} was not read before it was written.`);
  return { path: file, target: read.target, before: read.bytes, after, mode };
}

type Undo = (() => void)[];

/** Runs without a pause; an interrupt waits until it is done. */
function writeChanges(steps: readonly Step[]): void {
  for (const step of steps) requireUnchanged(step);
  const wait = (): void => undefined;
  process.on("SIGINT", wait).on("SIGTERM", wait);
  try {
    replaceAll(steps);
    for (const { target, before, after } of steps) {
      if (before !== undefined) rmSync(asideOf(target), { force: true });
      if (after === undefined) removeEmptyFolder(path.dirname(target));
    }
  } finally {
    process.off("SIGINT", wait).off("SIGTERM", wait);
  }
}

/** New contents go beside their files first, so that little can fail once files change places. */
function replaceAll(steps: readonly Step[]): void {
  const undo: Undo = [];
  try {
    for (const step of steps) stage(step, undo);
    for (const step of steps) swap(step, undo);
  } catch (error) {
    for (const revert of undo.reverse()) revert();
    throw error;
  }
}

function requireUnchanged({ path: file, target, before }: Step): void {
  const now = bytesNow(target);
  if (before === undefined ? now === undefined : now?.equals(before)) return;
  throw new AppError("CONFLICT", `${file} changed while you decided, so nothing was written. Run the command again.`);
}

function bytesNow(target: string): Buffer | undefined {
  try {
    // A folder on the way that became a link would lead elsewhere.
    return realpathSync(target) === target ? readFileSync(target) : Buffer.of();
  } catch {
    return undefined;
  }
}

const stagedOf = (target: string): string => `${target}.berth-${process.pid}.new`;
const asideOf = (target: string): string => `${target}.berth-${process.pid}.old`;

function stage({ target, before, after, mode }: Step, undo: Undo): void {
  if (after === undefined) return;
  const made = before === undefined ? mkdirSync(path.dirname(target), { recursive: true }) : undefined;
  if (made !== undefined) undo.push(() => rmSync(made, { recursive: true, force: true }));
  const staged = stagedOf(target);
  undo.push(() => rmSync(staged, { force: true }));
  writeFileSync(staged, after, { flag: "wx", mode });
  if (before !== undefined) chmodSync(staged, statSync(target).mode);
}

function swap({ target, before, after }: Step, undo: Undo): void {
  if (before !== undefined) {
    renameSync(target, asideOf(target));
    undo.push(() => renameSync(asideOf(target), target));
  }
  if (after !== undefined) {
    renameSync(stagedOf(target), target);
    undo.push(() => rmSync(target, { force: true }));
  }
}

function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Others have files there.
  }
}
