import { open, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { AppError } from "@/server/errors";
import type { LeakReport, ScannedFile } from "@/server/leaks/scan";
import { isSecretFile } from "@/server/leaks/secret-file";
import { define } from "../define";
import { isJson, paint, writeNote, writeResult } from "../output";
import { walkFolder } from "../project-folder";
import { CommandFailed } from "../run";

/** Longer files are scanned in part; one byte more shows that there is more. */
const readBytes = 1024 ** 2 + 1;
const zipLimits = {
  zipBytes: 100 * 1024 ** 2,
  totalBytes: 500 * 1024 ** 2,
  fileBytes: 100 * 1024 ** 2,
  entries: 50_000,
};

export function addScanCommand(program: Command): void {
  define(program, {
    usage: "scan <source>",
    description: "look for secrets in a folder or a ZIP; needs no server and sends nothing",
    examples: ["berth scan .", "berth scan project.zip --json"],
  }).action(scan);
}

async function scan(source: string): Promise<void> {
  const leftOut: string[] = [];
  const { scanFiles } = await import("@/server/leaks/scan");
  const report = await scanFiles(await filesOf(source, leftOut));
  if (isJson()) writeResult({ ...report, leftOut });
  else tell(report, leftOut);
  if (report.findings.some(({ isBlocking }) => isBlocking)) throw new CommandFailed();
}

async function filesOf(source: string, leftOut: string[]): Promise<AsyncIterable<ScannedFile>> {
  const target = path.resolve(source);
  const info = await stat(target).catch(() => undefined);
  if (!info) throw new AppError("NOT_FOUND", `There is no folder or ZIP ${JSON.stringify(source)}.`);
  const all = info.isDirectory() ? folderFiles(target) : zipFiles(target, info.size);
  return withoutSecretFiles(all, leftOut);
}

/** Files that are there to hold secrets never leave the machine, so what they hold is no leak. */
async function* withoutSecretFiles(files: AsyncIterable<ScannedFile>, leftOut: string[]): AsyncGenerator<ScannedFile> {
  for await (const file of files) {
    if (isSecretFile(file.path, file.content)) leftOut.push(file.path);
    else yield file;
  }
}

async function* folderFiles(dir: string): AsyncGenerator<ScannedFile> {
  for await (const file of walkFolder(dir)) {
    yield { path: file.path, content: await readStart(path.join(dir, file.path), file.size) };
  }
}

async function readStart(file: string, size: number): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size, readBytes)));
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function* zipFiles(file: string, size: number): AsyncGenerator<ScannedFile> {
  const { openZip, zipTooLarge } = await import("@/modules/scaffold");
  if (size > zipLimits.zipBytes) throw zipTooLarge();
  const isLeft = (inside: string) => inside.split("/").some((part) => part === "node_modules" || part === ".git");
  for (const { path: inside, read } of openZip(await readFile(file), zipLimits, isLeft).files) {
    yield { path: inside, content: read() };
  }
}

function tell({ findings, incomplete, files }: LeakReport, leftOut: readonly string[]): void {
  for (const { file, line, column, name, excerpt, remedy, fingerprint, isBlocking } of findings) {
    const level = isBlocking ? paint("red", "secret") : paint("yellow", "look");
    process.stdout.write(
      `${file}:${line}:${column}  ${name}  ${excerpt}\n  ${level}: ${remedy}\n  fingerprint ${fingerprint}\n`,
    );
  }
  for (const { file, reason } of incomplete) writeNote(`${paint("yellow", "warning:")} ${file}: ${reason}`);
  if (leftOut.length > 0) writeNote(`Never sent, so not looked into: ${leftOut.slice(0, 10).join(", ")}`);
  const blocking = findings.filter(({ isBlocking }) => isBlocking).length;
  writeNote(`${files} files, ${blocking} secrets, ${findings.length - blocking} to look at.`);
}
