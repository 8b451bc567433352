import { type Zippable, zipSync } from "fflate";
import type { GeneratedFile } from "../schema";

/** The first moment a ZIP can name, in local time, so that the bytes do not depend on the clock or the time zone. */
const modified = new Date(1980, 0, 1);
const regularFile = 0o100000;
const unix = 3;

/** The files as a ZIP under one root folder; the same files give the same bytes, and modes are kept. */
export function zipProject(files: readonly GeneratedFile[], rootFolder: string): Uint8Array {
  const encoder = new TextEncoder();
  const entries: Zippable = {};
  for (const { path, content, mode } of [...files].sort((left, right) => (left.path < right.path ? -1 : 1))) {
    entries[`${rootFolder}/${path}`] = [
      encoder.encode(content),
      { mtime: modified, os: unix, attrs: (regularFile | mode) * 2 ** 16, level: 6 },
    ];
  }
  return zipSync(entries);
}
