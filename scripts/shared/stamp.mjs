import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./runtime.mjs";

/** SHA-256 over the paths and bytes of these files and folders, and over `extra`. Tests do not count. */
export function contentHash(entries, extra = []) {
  const hash = createHash("sha256");
  for (const text of extra) hash.update(`${text}\0`);
  for (const file of entries.flatMap((entry) => walk(path.join(root, entry))).sort()) {
    hash.update(`${path.relative(root, file)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}

function walk(entry) {
  if (!existsSync(entry)) return [];
  if (statSync(entry).isFile()) return /\.test\.tsx?$/.test(entry) ? [] : [entry];
  return readdirSync(entry).flatMap((name) => walk(path.join(entry, name)));
}

export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

export function writeStamp(file, value) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, value);
}
