import { isMadeAgain, projectLimits } from "../detection/limits";
import { isSecretFile } from "../pure";

/** What a person chose to bring: a folder's files with their paths in it, or a ZIP as it is. */
export type PickedProject =
  | { kind: "folder"; name: string; files: PickedFile[]; leftOut: string[] }
  | { kind: "zip"; name: string; file: File };

export interface PickedFile {
  path: string;
  file: File;
}

/** Files of a folder input, whose paths begin with the folder's own name. */
export function pickFolder(list: Iterable<File>): PickedProject {
  const files = [...list];
  const name = files[0]?.webkitRelativePath.split("/")[0] ?? "project";
  return keep(
    name,
    files.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })),
  );
}

/** What was dropped: one folder, one ZIP, or several files and folders together. Throws an Error that says what to do. */
export async function pickDropped(items: DataTransferItemList): Promise<PickedProject> {
  // Only readable until the event is over, so all of them first.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const [only] = entries;
  if (!only) throw new Error("Nothing readable was dropped. Drop a folder or a ZIP.");
  if (entries.length === 1 && isFile(only)) return pickZip(await fileOf(only));
  const isOneFolder = entries.length === 1;
  const files: PickedFile[] = [];
  for (const entry of entries) await readEntry(entry, isOneFolder || isFile(entry) ? "" : `${entry.name}/`, files);
  return keep(isOneFolder ? only.name : "project", files);
}

export function pickZip(file: File): PickedProject {
  if (!/\.zip$/i.test(file.name))
    throw new Error(`${file.name} is not a ZIP. Choose the project's folder, or a ZIP of it.`);
  if (file.size > projectLimits.uploadBytes) throw tooLarge();
  return { kind: "zip", name: file.name.replace(/\.zip$/i, ""), file };
}

function keep(name: string, all: readonly PickedFile[]): PickedProject {
  const wanted = all.filter(({ path }) => !isMadeAgain(path));
  const files = wanted.filter(({ path }) => !isSecretFile(path));
  if (files.length === 0) throw new Error("There is no file in it. Choose the folder that holds package.json.");
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (files.length > projectLimits.files || bytes > projectLimits.unpackedUploadBytes) throw tooLarge();
  return {
    kind: "folder",
    name,
    files,
    leftOut: wanted.filter(({ path }) => isSecretFile(path)).map(({ path }) => path),
  };
}

function tooLarge(): Error {
  const megabytes = (bytes: number) => Math.round(bytes / 1024 ** 2);
  return new Error(
    `It holds more than ${projectLimits.files} files, ${megabytes(projectLimits.unpackedUploadBytes)} MB, or ${megabytes(projectLimits.uploadBytes)} MB packed, besides packages and build output. Choose a smaller folder, such as one app of it.`,
  );
}

async function readEntry(entry: FileSystemEntry, path: string, into: PickedFile[]): Promise<void> {
  if (isFile(entry)) {
    into.push({ path: `${path}${entry.name}`, file: await fileOf(entry) });
    return;
  }
  if (!isFolder(entry) || into.length > projectLimits.files) return;
  const reader = entry.createReader();
  // A reader hands out a hundred at a time, and nothing when it is done.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (part.length === 0) return;
    for (const inner of part) {
      if (!isMadeAgain(inner.name)) await readEntry(inner, isFile(inner) ? path : `${path}${inner.name}/`, into);
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((done, fail) => entry.file(done, fail));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
