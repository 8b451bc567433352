import { Zip, ZipDeflate } from "fflate";
import type { PickedFile, PickedProject } from "./detect-files";

/** How far the way to Berth is; `share` runs from 0 to 1. */
interface UploadProgress {
  phase: "packing" | "sending";
  share: number;
}

interface UploadOptions {
  signal: AbortSignal;
  onProgress(progress: UploadProgress): void;
}

/** What Berth answers: the id the project is known by, and files of secrets that were not kept. */
interface Uploaded {
  id: string;
  leftOut: string[];
}

/** Packs a folder in the browser and sends it. Throws what Berth answered. */
export async function uploadProject(project: PickedProject, options: UploadOptions): Promise<Uploaded> {
  const zip = project.kind === "zip" ? project.file : await packFiles(project.files, options);
  return send(zip, options);
}

async function packFiles(files: readonly PickedFile[], { signal, onProgress }: UploadOptions): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let problem: Error | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) problem = error;
    else parts.push(new Uint8Array(chunk));
  });
  const total = files.reduce((sum, { file }) => sum + file.size, 0) || 1;
  let packed = 0;
  for (const { path, file } of files) {
    signal.throwIfAborted();
    const entry = new ZipDeflate(path, { level: 6 });
    zip.add(entry);
    entry.push(new Uint8Array(await file.arrayBuffer()), true);
    if (problem) throw problem;
    packed += file.size;
    onProgress({ phase: "packing", share: packed / total });
  }
  zip.end();
  return new Blob(parts, { type: "application/zip" });
}

/** By XMLHttpRequest: fetch does not say how much of a body has left. */
function send(body: Blob, { signal, onProgress }: UploadOptions): Promise<Uploaded> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/sources");
    request.setRequestHeader("content-type", "application/zip");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress({ phase: "sending", share: total > 0 ? loaded / total : 0 });
    request.onerror = () => fail(new Error("Berth did not answer. Check that it is still running, then try again."));
    request.onabort = () => fail(signal.reason);
    request.onload = () => {
      const answer: unknown = request.response;
      if (request.status === 201 && hasText(answer, "id")) done({ id: answer.id, leftOut: leftOutOf(answer) });
      else fail(new Error(messageOf(answer) ?? `The upload failed: Berth answered ${request.status}. Try again.`));
    };
    signal.addEventListener("abort", () => request.abort(), { once: true });
    if (signal.aborted) fail(signal.reason);
    else request.send(body);
  });
}

function leftOutOf(answer: object): string[] {
  const paths: unknown = "leftOut" in answer ? answer.leftOut : undefined;
  return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
}

function messageOf(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return undefined;
  return hasText(answer.error, "message") ? answer.error.message : undefined;
}

function hasText<K extends string>(value: unknown, key: K): value is Record<K, string> {
  return typeof value === "object" && value !== null && key in value && typeof Reflect.get(value, key) === "string";
}
