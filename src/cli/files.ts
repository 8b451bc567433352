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
    for (const file of files) {
      const full = path.join(staging, file.path);
      await mkdir(path.dirname(full), { recursive: true });
      await writeFile(full, file.content, { mode: file.mode });
    }
    if (state === "missing") return await rename(staging, target);
    for (const name of await readdir(staging)) await rename(path.join(staging, name), path.join(target, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
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
