import { mkdirSync, writeFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { GeneratedFile } from "@/modules/scaffold/schema";
import { AppError } from "@/server/errors";

/** Refuses a target that holds anything. Throws CONFLICT. */
export async function requireEmptyTarget(target: string): Promise<"missing" | "empty"> {
  const info = await stat(target).catch(() => undefined);
  if (!info) return "missing";
  if (!info.isDirectory()) throw new AppError("CONFLICT", `${target} is a file. Choose another folder with --out.`);
  if ((await readdir(target)).length === 0) return "empty";
  throw new AppError("CONFLICT", `${target} is not empty. Choose another folder with --out, or empty it first.`);
}

/** Writes the files of a project: all of them appear at once, or none. */
export async function writeProject(target: string, files: readonly GeneratedFile[]): Promise<void> {
  const state = await requireEmptyTarget(target);
  // Beside the target, or inside when it exists: it may be the folder the person stands in.
  const staging = state === "empty" ? path.join(target, `.berth-${process.pid}`) : `${target}.berth-${process.pid}`;
  try {
    writeAll(staging, files);
    if (state === "missing") return await rename(staging, target);
    for (const name of await readdir(staging)) await rename(path.join(staging, name), path.join(target, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** In one go: nothing else runs in this process, and a wait for each of many small files costs more than the writing. */
function writeAll(folder: string, files: readonly GeneratedFile[]): void {
  const targets = files.map((file) => ({ ...file, full: path.join(folder, file.path) }));
  for (const dir of new Set(targets.map(({ full }) => path.dirname(full)))) mkdirSync(dir, { recursive: true });
  for (const { full, content, mode } of targets) writeFileSync(full, content, { mode });
}

/** Refuses a file that exists, before the work to fill it. Throws CONFLICT. */
export async function requireNewFile(file: string): Promise<void> {
  const info = await stat(file).catch(() => undefined);
  if (info) throw new AppError("CONFLICT", `${file} exists already. Choose another name, or remove it first.`);
}

/** Writes one file that must not exist yet. Throws CONFLICT. */
export async function writeNewFile(file: string, bytes: Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, bytes, { flag: "wx", mode });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") {
      throw new AppError("CONFLICT", `${file} exists already. Choose another name, or remove it first.`, { cause });
    }
    throw cause;
  }
}
