import { Inflate } from "fflate";
import { AppError } from "@/server/errors";
import type { ReleaseFile } from "./local/files";

export const zipLimits = {
  zipBytes: 50 * 1024 ** 2,
  totalBytes: 200 * 1024 ** 2,
  fileBytes: 50 * 1024 ** 2,
  entries: 10_000,
  ratio: 200,
};

/** Folders that are made again at the target; sent along they would only be weight. */
const leftOut = new Set(["node_modules", ".git", ".next", ".turbo", ".vercel"]);

const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;

/**
 * Files of an untrusted ZIP. Sizes are bounded before and while inflating; absolute paths, `..`, links, doubled names and
 * encrypted entries are refused. A single top folder around everything is dropped.
 */
export function readProjectZip(bytes: Uint8Array): ReleaseFile[] {
  if (bytes.byteLength > zipLimits.zipBytes) throw refused(`it is over ${megabytes(zipLimits.zipBytes)} MB`);
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(view).filter(({ name }) => !name.endsWith("/"));
  const strip = commonFolder(entries.map(({ name }) => name));
  const seen = new Set<string>();
  const files: ReleaseFile[] = [];
  let total = 0;
  for (const entry of entries) {
    const name = checkedPath(entry, strip);
    if (name.split("/").some((part) => leftOut.has(part))) continue;
    const folded = name.toLowerCase();
    if (seen.has(folded)) throw refused(`it holds ${show(name)} twice`);
    seen.add(folded);
    const content = inflate(view, entry, Math.min(zipLimits.fileBytes, zipLimits.totalBytes - total));
    total += content.byteLength;
    files.push({ path: name, content, mode: entry.mode & 0o100 ? 0o755 : 0o644 });
  }
  if (files.length === 0) throw refused("it holds no file");
  refuseFileAsFolder(seen);
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  offset: number;
  mode: number;
}

function readDirectory(zip: Buffer): Entry[] {
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff)
    throw refused("it is in the ZIP64 format, which a project of this size does not need");
  if (count > zipLimits.entries) throw refused(`it holds more than ${zipLimits.entries} files`);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== centralSignature) throw damaged();
    const nameLength = zip.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (next > zip.length) throw damaged();
    const name = new TextDecoder("utf-8", { fatal: false }).decode(zip.subarray(at + 46, at + 46 + nameLength));
    if (zip.readUInt16LE(at + 8) & 1) throw refused(`${show(name)} is encrypted`);
    entries.push({
      name,
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      offset: zip.readUInt32LE(at + 42),
      // Only Unix hosts keep a mode, in the high half of the external attributes.
      mode: zip.readUInt8(at + 5) === 3 ? zip.readUInt16LE(at + 40) : 0,
    });
    at = next;
  }
  return entries;
}

function findEnd(zip: Buffer): number {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 0xffff); at -= 1) {
    if (zip.readUInt32LE(at) === endSignature) return at;
  }
  throw refused("it is not a ZIP file");
}

/** The bounds are checked on what comes out, because the sizes an archive states are only claims. */
function inflate(zip: Buffer, entry: Entry, limit: number): Uint8Array {
  const { name, offset, packed, size, method } = entry;
  if (size > limit || size > packed * zipLimits.ratio + 4096)
    throw refused(`${show(name)} would grow beyond what is allowed`);
  if (offset + 30 > zip.length) throw damaged();
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const data = zip.subarray(start, start + packed);
  if (data.length !== packed) throw damaged();
  if (method === 0) {
    if (packed !== size) throw damaged();
    return Uint8Array.from(data);
  }
  if (method !== 8) throw refused(`${show(name)} is packed in a way Berth does not read`);
  return inflateBounded(data, size);
}

function inflateBounded(data: Buffer, size: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((chunk) => {
    length += chunk.length;
    if (length > size) throw damaged();
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < data.length; at += 65_536)
      stream.push(data.subarray(at, at + 65_536), at + 65_536 >= data.length);
  } catch (error) {
    throw AppError.is(error) ? error : damaged();
  }
  if (length !== size) throw damaged();
  return Buffer.concat(chunks);
}

function checkedPath(entry: Entry, strip: string): string {
  const kind = entry.mode & 0o170000;
  if (kind !== 0 && kind !== 0o100000) throw refused(`${show(entry.name)} is a link or a device, not a file`);
  const name = entry.name.slice(strip.length);
  const parts = name.split("/");
  const isBad =
    name.length > 400 ||
    /[\p{Cc}\\:\ufffd]/u.test(name) ||
    parts.some((part) => part === "" || part === "." || part === "..");
  if (isBad || name.startsWith("/")) throw refused(`the path ${show(entry.name)} is not one inside a project`);
  return name;
}

function commonFolder(names: string[]): string {
  const [first = ""] = names;
  const folder = first.slice(0, first.indexOf("/") + 1);
  if (folder === "" || folder === "./" || folder === "../" || folder === "/") return folder === "./" ? folder : "";
  return names.every((name) => name.startsWith(folder)) ? folder : "";
}

function refuseFileAsFolder(names: ReadonlySet<string>): void {
  for (const name of names) {
    const parts = name.split("/");
    for (let depth = 1; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join("/");
      if (names.has(folder)) throw refused(`${show(folder)} is a file and a folder at once`);
    }
  }
}

function show(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}...` : name);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}

function damaged(): AppError {
  return refused("it is damaged");
}

function refused(reason: string): AppError {
  return new AppError(
    "VALIDATION",
    `The ZIP was not accepted: ${reason}. Send the project's own files in an ordinary ZIP.`,
  );
}
