import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Content of a file only its owner may read; the first caller creates it, atomically for everyone else. */
export function readOrCreateFile(file: string, content: () => string): string {
  const existing = readPrivateFile(file);
  if (existing !== undefined) return existing;
  const draft = writeDraft(file, content());
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, "utf8");
}

/** Replaces a private file as a whole: a reader sees the old content or the new one. */
export function writePrivateFile(file: string, content: string): void {
  renameSync(writeDraft(file, content), file);
}

/** Content, or undefined when there is no such file; takes away access others were given. */
export function readPrivateFile(file: string): string | undefined {
  try {
    if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** True for a system error with this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function writeDraft(file: string, content: string): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, content, { mode: 0o600, flag: "wx" });
  return draft;
}
