import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { parseConfig } from "@/modules/scaffold/pure";
import { AppError } from "@/server/errors";
import { DeploymentFailure, editAction } from "../failures/failure";
import type { ReleaseFile } from "../local/files";
import type { DeploymentError } from "../schema";
import { readProjectZip } from "./project-zip";

/** Uploaded projects on disk, one ZIP each, named by the id of their row. */
function sourceFile(folder: string, id: string): string {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new AppError("NOT_FOUND", "There is no such uploaded project.");
  return path.join(folder, `${id}.zip`);
}

/** Stores a checked ZIP; a reader sees all of it or nothing. */
export async function storeSource(folder: string, id: string, bytes: Uint8Array): Promise<void> {
  const file = sourceFile(folder, id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.part`, bytes, { mode: 0o600 });
  await rename(`${file}.part`, file);
}

export async function removeSource(folder: string, id: string): Promise<void> {
  await rm(sourceFile(folder, id), { force: true });
}

const Record = z.object({ config: z.unknown().optional() });

/**
 * The files of an uploaded project and the configuration its berth.json names: null when it names none, undefined without a
 * berth.json. Throws INVALID_CONFIG for one that is no JSON object.
 */
export async function readSource(folder: string, id: string): Promise<{ files: ReleaseFile[]; config: unknown }> {
  const files = readProjectZip(await readStored(folder, id));
  const record = files.find((file) => file.path === "berth.json");
  if (!record) return { files, config: undefined };
  const parsed = Record.safeParse(parseJson(Buffer.from(record.content).toString("utf8")));
  if (!parsed.success) throw noRecord("berth.json is not a JSON object.");
  const config = parsed.data.config ?? null;
  return { files, config: config === null ? null : parseConfig(config) };
}

/** The ZIP as it was uploaded. Throws INVALID_CONFIG when it is gone. */
export async function readStored(folder: string, id: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(sourceFile(folder, id));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw noFiles(error);
    throw error;
  }
}

function noFiles(cause: Error): DeploymentFailure {
  const failure: DeploymentError = {
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: "The uploaded folder is not on this machine any more: a backup holds no uploaded files.",
    suggestions: ["Deploy the folder again: berth deploy --dir DIR"],
    recovery: [{ action: "manual", label: "Deploy the folder again", command: "berth deploy --dir ." }],
  };
  return new DeploymentFailure(failure, { cause });
}

function noRecord(reason: string): DeploymentFailure {
  return new DeploymentFailure({
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: reason,
    suggestions: ["Correct it, or remove it: Berth then reads from the files how the project runs."],
    recovery: [editAction],
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
