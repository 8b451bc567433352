import { createHash } from "node:crypto";
import type { GeneratedFile } from "./schema";

/** sha256 of a project's files as hex: paths, modes and texts, in their order. */
export function digestOf(files: readonly GeneratedFile[]): string {
  const hash = createHash("sha256");
  for (const { path, content, mode } of files) hash.update(`${path}\0${mode}\0${content}\0`);
  return hash.digest("hex");
}
