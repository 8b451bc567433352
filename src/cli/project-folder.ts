import { lstat, readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { zipSync } from "fflate";
import { appVariables, parseConfig, variablesOf } from "@/modules/scaffold/pure";
import type { ScaffoldConfig, VariableSpec } from "@/modules/scaffold/schema";
import { AppError } from "@/server/errors";
import { isSecretFile } from "@/server/leaks/secret-file";

const maxFiles = 5_000;
const maxBytes = 100 * 1024 * 1024;
const maxRecordBytes = 1024 * 1024;
/** What an install or a build makes again, and history. */
const left = /^(node_modules|\.git|\.next|\.turbo|\.vercel|\.DS_Store)$/;

/** The variables a folder's project reads: those of its berth.json, else those found in its files. Throws VALIDATION. */
export async function readVariables(dir: string): Promise<VariableSpec[]> {
  const { config } = await readRecord(dir);
  if (config) return variablesOf(config);
  const { detectProject, listFolder } = await import("@/modules/scaffold");
  const { variables } = await detectProject(await listFolder(dir));
  return appVariables(variables);
}

/** What berth.json says: the configuration of a generated project, nothing of another one. */
export async function readRecord(dir: string): Promise<{ config: ScaffoldConfig | undefined }> {
  const folder = await stat(dir).catch(() => undefined);
  if (!folder?.isDirectory()) throw new AppError("VALIDATION", `dir: there is no folder ${dir}.`);
  const file = path.join(dir, "berth.json");
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) return { config: undefined };
  if (info.size > maxRecordBytes) throw new AppError("VALIDATION", `${file} is over 1 MB and so not a berth.json.`);
  const record = parseRecord(file, await readFile(file, "utf8"));
  return { config: record.config === undefined || record.config === null ? undefined : parseConfig(record.config) };
}

function parseRecord(file: string, text: string): { config?: unknown } {
  try {
    const record: unknown = JSON.parse(text);
    if (typeof record === "object" && record !== null && !Array.isArray(record)) return record;
  } catch (cause) {
    throw new AppError("VALIDATION", `${file} is malformed JSON. Correct it, or generate it again.`, { cause });
  }
  throw new AppError("VALIDATION", `${file} does not hold a JSON object.`);
}

interface FolderFile {
  /** With / between folders, from the folder that was asked for. */
  path: string;
  size: number;
  mode: number;
}

/** The files of a folder, sorted, without packages, build output and history. Links are not followed. */
export async function* walkFolder(dir: string, relative = ""): AsyncGenerator<FolderFile> {
  for (const name of (await readdir(path.join(dir, relative))).sort()) {
    if (left.test(name)) continue;
    const inside = relative === "" ? name : `${relative}/${name}`;
    const info = await lstat(path.join(dir, inside));
    if (info.isDirectory()) yield* walkFolder(dir, inside);
    if (info.isFile()) yield { path: inside, size: info.size, mode: info.mode };
  }
}

/** The folder as a ZIP, without the files that are there to hold secrets. Throws VALIDATION past its limits. */
export async function zipFolder(
  dir: string,
): Promise<{ zip: Uint8Array<ArrayBuffer>; files: number; leftOut: string[] }> {
  const entries: Record<string, Uint8Array | [Uint8Array, { attrs: number; os: number }]> = {};
  const leftOut: string[] = [];
  let [count, bytes] = [0, 0];
  for await (const { path: inside, size, mode } of walkFolder(dir)) {
    bytes += size;
    if (count >= maxFiles || bytes > maxBytes) throw tooLarge(dir);
    const content = await readFile(path.join(dir, inside));
    if (isSecretFile(inside, content)) {
      leftOut.push(inside);
      continue;
    }
    count += 1;
    entries[inside] = [content, { os: 3, attrs: (mode & 0o111 ? 0o100755 : 0o100644) * 2 ** 16 }];
  }
  return { zip: new Uint8Array(zipSync(entries)), files: count, leftOut };
}

function tooLarge(dir: string): AppError {
  return new AppError(
    "VALIDATION",
    `dir: ${dir} holds over ${maxFiles} files or ${maxBytes / 1024 ** 2} MB besides packages and build output. Deploy a smaller folder.`,
  );
}
