import { type Zippable, zipSync } from "fflate";
import { openZip, projectLimits } from "@/modules/scaffold";
import type { ReleaseFile } from "../local/files";

export const zipLimits = {
  zipBytes: projectLimits.uploadBytes,
  totalBytes: projectLimits.unpackedUploadBytes,
  fileBytes: 50 * 1024 ** 2,
  entries: projectLimits.files,
};

/** Folders that are made again at the target; sent along they would only be weight. */
const leftOut = new Set(["node_modules", ".git", ".next", ".turbo", ".vercel"]);

/** Files of an untrusted ZIP, unpacked. Throws VALIDATION for one that is hostile or too large; links are left out. */
export function readProjectZip(bytes: Uint8Array): ReleaseFile[] {
  const { files } = openZip(bytes, zipLimits, (path) => path.split("/").some((part) => leftOut.has(part)));
  return files.map(({ path, mode, read }) => ({ path, mode, content: read() }));
}

/** Files as a ZIP that keeps which of them can be run. */
export function zipFiles(files: readonly ReleaseFile[]): Buffer<ArrayBuffer> {
  const [unix, regular] = [3, 0o100000];
  const entries: Zippable = Object.create(null);
  for (const { path, content, mode } of files) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    entries[path] = [bytes, { os: unix, attrs: (regular | mode) * 2 ** 16, level: 1 }];
  }
  return Buffer.from(zipSync(entries));
}
