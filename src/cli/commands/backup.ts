import { readFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { AppError } from "@/server/errors";
import { askSecret, confirmByName, isInteractive } from "../ask";
import { loadServer } from "../connect";
import { define } from "../define";
import { requireNewFile, writeNewFile } from "../files";
import { writeNote, writeOutput } from "../output";

export function addBackupCommands(program: Command): void {
  define(program, {
    usage: "backup",
    description: "save everything Berth stores into one file, while it runs; values stay encrypted in it",
    examples: [
      "berth backup --out berth.backup",
      "berth backup --out berth.backup --with-keys --passphrase-file passphrase.txt",
    ],
  })
    .requiredOption("--out <file>", "file to write; it must not exist")
    .option("--with-keys", "add the keys to decrypt the values, sealed by a passphrase")
    .option("--passphrase-file <file>", "read the passphrase from a file, or from standard input for -")
    .action(backUp);
  define(program, {
    usage: "restore <file>",
    description: "bring a backup back into a new, empty Berth",
    examples: ["berth restore berth.backup", "berth restore berth.backup --with-keys --yes"],
  })
    .option("--with-keys", "open the keys inside the backup with their passphrase")
    .option("--passphrase-file <file>", "read the passphrase from a file, or from standard input for -")
    .option("-y, --yes", "do not ask")
    .action(restore);
}

interface KeyFlags {
  withKeys?: boolean;
  passphraseFile?: string;
}

async function backUp({ out, ...keys }: KeyFlags & { out: string }): Promise<void> {
  const file = path.resolve(out);
  await requireNewFile(file);
  const headers = await passphraseHeader(keys, true);
  const { call, findServer } = await loadServer();
  const answer = await call(await findServer(), "/api/backup", { method: "POST", headers });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  await writeNewFile(file, bytes, 0o600);
  writeNote(`Saved ${bytes.byteLength.toLocaleString("en")} bytes.`);
  if (!keys.withKeys)
    writeNote("The keys are not in it: keep ENCRYPTION_KEYS or secrets.json apart, or use --with-keys.");
  writeOutput({ file, bytes: bytes.byteLength, withKeys: Boolean(keys.withKeys) }, file);
}

async function restore(given: string, { yes, ...keys }: KeyFlags & { yes?: boolean }): Promise<void> {
  const bytes = await readFile(given).catch((cause: unknown) => {
    throw new AppError("VALIDATION", `file: cannot read ${JSON.stringify(given)}.`, { cause });
  });
  const { call, findServer } = await loadServer();
  const server = await findServer();
  await confirmByName(`This puts the backup into the Berth at ${server.url}, which must be empty.`, "restore", yes);
  const headers = await passphraseHeader(keys, false);
  const answer = await call(server, "/api/restore", { method: "POST", headers, body: new Uint8Array(bytes) });
  writeNote("Restored.");
  writeOutput(await answer.json(), "");
}

async function passphraseHeader(flags: KeyFlags, isNew: boolean): Promise<Record<string, string>> {
  if (!flags.withKeys) return {};
  const passphrase = await readPassphrase(flags.passphraseFile, isNew);
  return { "x-berth-passphrase": Buffer.from(passphrase, "utf8").toString("base64url") };
}

async function readPassphrase(file: string | undefined, isNew: boolean): Promise<string> {
  if (file === "-") return (await text(process.stdin)).replace(/\r?\n$/, "");
  if (file !== undefined) return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
  if (!isInteractive()) throw new AppError("VALIDATION", "--with-keys needs a passphrase: add --passphrase-file FILE.");
  const passphrase = await askSecret("Passphrase (12 characters or more):");
  if (isNew && passphrase !== (await askSecret("The same again:"))) {
    throw new AppError("VALIDATION", "The two passphrases differ, so nothing was saved.");
  }
  return passphrase;
}
