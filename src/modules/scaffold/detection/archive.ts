import { Inflate } from "fflate";
import { AppError } from "@/server/errors";
import { type ListedProject, linkNotes } from "./folder";
import { isIgnored, projectLimits } from "./limits";
import type { ProjectFile } from "./project-files";

export interface ZipLimits {
  zipBytes: number;
  totalBytes: number;
  fileBytes: number;
  entries: number;
}

/** One file of an archive; reading it never yields more than its stated size. */
interface ZipFile extends ProjectFile {
  mode: 0o644 | 0o755;
  read(): Uint8Array;
}

export interface OpenedZip {
  files: ZipFile[];
  /** Links in the archive: they are never followed. */
  links: string[];
}

/** No ordinary text or picture packs better than this. */
const maxRatio = 200;

const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;
const fileKind = 0o170000;
const linkKind = 0o120000;

/** The files of a ZIP for detection, listed but not unpacked. Throws VALIDATION for one that is hostile or too large. */
export function listZip(bytes: Uint8Array): ListedProject {
  const { zipBytes, bytes: totalBytes, files: entries } = projectLimits;
  const { files, links } = openZip(bytes, { zipBytes, totalBytes, fileBytes: totalBytes, entries }, isIgnored);
  return { files, notes: linkNotes(links) };
}

/**
 * Opens an untrusted ZIP. Sizes are bounded before and while inflating; absolute paths, `..`, doubled names and encrypted
 * entries are refused, links are left out. A single top folder around everything is dropped.
 */
export function openZip(bytes: Uint8Array, limits: ZipLimits, isLeftOut: (path: string) => boolean): OpenedZip {
  if (bytes.byteLength > limits.zipBytes) throw zipTooLarge(limits.zipBytes);
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(zip, limits.entries).filter(({ name }) => !name.endsWith("/"));
  const strip = commonFolder(entries.map(({ name }) => name));
  const seen = new Set<string>();
  const opened: OpenedZip = { files: [], links: [] };
  let total = 0;
  for (const entry of entries) {
    const path = checkedPath(entry, strip);
    if (isLeftOut(path)) continue;
    const folded = path.toLowerCase();
    if (seen.has(folded)) throw refused(`it holds ${show(path)} twice`);
    seen.add(folded);
    if (isLink(entry)) {
      opened.links.push(path);
      continue;
    }
    refuseGrowth(entry, Math.min(limits.fileBytes, limits.totalBytes - total));
    total += entry.size;
    const mode = entry.mode & 0o100 ? 0o755 : 0o644;
    opened.files.push({ path, size: entry.size, mode, read: () => inflate(zip, entry) });
  }
  if (opened.files.length === 0) throw refused("it holds no file");
  refuseFileAsFolder(seen);
  opened.files.sort((one, other) => (one.path < other.path ? -1 : 1));
  return opened;
}

/** The refusal of a ZIP by its own size, which can be known before it is read. */
export function zipTooLarge(limit: number = projectLimits.zipBytes): AppError {
  return refused(`it is over ${megabytes(limit)} MB`);
}

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  offset: number;
  mode: number;
}

function readDirectory(zip: Buffer, maxEntries: number): Entry[] {
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff)
    throw refused("it is in the ZIP64 format, which a project of this size does not need");
  if (count > maxEntries) throw refused(`it holds more than ${maxEntries} files`);
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

function refuseGrowth({ name, size, packed }: Entry, limit: number): void {
  if (size > limit || size > packed * maxRatio + 4096) throw refused(`${show(name)} would grow beyond what is allowed`);
}

/** The bounds are checked on what comes out, because the sizes an archive states are only claims. */
function inflate(zip: Buffer, entry: Entry): Uint8Array {
  const { name, offset, packed, size, method } = entry;
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
  const kind = entry.mode & fileKind;
  if (kind !== 0 && kind !== 0o100000 && kind !== linkKind)
    throw refused(`${show(entry.name)} is a device, not a file`);
  const name = entry.name.slice(strip.length);
  const parts = name.split("/");
  const isBad =
    name.length > 400 ||
    /[\p{Cc}\\:\ufffd]/u.test(name) ||
    parts.some((part) => part === "" || part === "." || part === "..");
  if (isBad || name.startsWith("/")) throw refused(`the path ${show(entry.name)} is not one inside a project`);
  return name;
}

function isLink({ mode }: Entry): boolean {
  return (mode & fileKind) === linkKind;
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
