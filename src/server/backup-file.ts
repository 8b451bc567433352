import { createHash, randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { deriveScrypt, openBytes, sealBytes } from "./crypto";
import { type Db, queryRows } from "./db";
import { AppError } from "./errors";

const formatVersion = 1;
const largestBackup = 2 ** 30;
const passphraseCost = { N: 2 ** 17, r: 8, p: 1 };

/** Sign-in state belongs to one running Berth: it is neither saved nor brought back. */
export const momentaryTables = new Set(["session", "sign_in_link", "device_code"]);

const SealedKeys = z.object({ salt: z.string(), sealed: z.string() });
const Header = z.object({
  berthBackup: z.literal(formatVersion),
  createdAt: z.string(),
  /** Hash of the newest migration: rows fit only the same tables. */
  schema: z.string(),
  /** Master keys that stored values need. */
  keyIds: z.array(z.string()),
  keys: SealedKeys.optional(),
});
export type BackupHeader = z.infer<typeof Header>;

const Row = z.object({ t: z.string(), r: z.record(z.string(), z.unknown()) });
export type BackupRow = z.infer<typeof Row>;

const Footer = z.object({ rows: z.number(), sha256: z.string() });

/** Gzipped JSON lines: header, rows, and a footer with their checksum. */
export function writeBackupFile(header: Omit<BackupHeader, "berthBackup">, rows: readonly BackupRow[]): Uint8Array {
  const lines = [{ berthBackup: formatVersion, ...header }, ...rows].map((line) => JSON.stringify(line));
  const body = `${lines.join("\n")}\n`;
  return gzipSync(`${body}${JSON.stringify({ rows: rows.length, sha256: sha256(body) })}\n`);
}

/** Reads a whole backup; anything else is refused as VALIDATION. */
export function readBackupFile(bytes: Uint8Array): { header: BackupHeader; rows: BackupRow[] } {
  try {
    const text = gunzipSync(bytes, { maxOutputLength: largestBackup }).toString("utf8");
    const footerAt = text.lastIndexOf("\n", text.length - 2) + 1;
    const footer = Footer.parse(JSON.parse(text.slice(footerAt)));
    const body = text.slice(0, footerAt);
    if (sha256(body) !== footer.sha256) throw new Error("its checksum does not match");
    const [first = "", ...rest] = body.trimEnd().split("\n");
    return { header: Header.parse(JSON.parse(first)), rows: rest.map((line) => Row.parse(JSON.parse(line))) };
  } catch (cause) {
    throw new AppError(
      "VALIDATION",
      "This is not a whole backup of Berth: the file is damaged or something else. Nothing was changed.",
      { cause },
    );
  }
}

/** A keyring sealed by a passphrase, so that a backup can be restored where its keys are not known. */
export async function sealKeys(encryptionKeys: string, passphrase: string): Promise<z.infer<typeof SealedKeys>> {
  if (passphrase.length < 12) throw new AppError("VALIDATION", "The passphrase must have at least 12 characters.");
  const salt = randomBytes(16);
  const key = await deriveScrypt(passphrase, salt, passphraseCost);
  const sealed = sealBytes(key, Buffer.from(encryptionKeys, "utf8"), ["backup-keys"]);
  return { salt: salt.toString("base64url"), sealed: sealed.toString("base64url") };
}

/** The ENCRYPTION_KEYS that a backup holds, opened with its passphrase. */
export async function openSealedKeys({ keys }: BackupHeader, passphrase: string): Promise<string> {
  if (!keys) throw new AppError("VALIDATION", "This backup holds no keys: it was made without --with-keys.");
  const key = await deriveScrypt(passphrase, Buffer.from(keys.salt, "base64url"), passphraseCost);
  try {
    return openBytes(key, Buffer.from(keys.sealed, "base64url"), ["backup-keys"]).toString("utf8");
  } catch (cause) {
    throw new AppError("VALIDATION", "The passphrase does not open the keys of this backup.", { cause });
  }
}

/** Berth's own tables, by name. */
export async function listTables(db: Db): Promise<string[]> {
  const rows = await queryRows<{ name: string }>(
    db,
    sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Hash of the newest migration the database has. */
export async function schemaHash(db: Db): Promise<string> {
  const rows = await queryRows<{ hash: string }>(
    db,
    sql`select hash from berth.migration order by created_at desc limit 1`,
  );
  return rows[0]?.hash ?? "";
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
