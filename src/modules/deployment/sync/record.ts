import { eq } from "drizzle-orm";
import type { ValueHashes } from "@/modules/environment";
import type { Ctx } from "@/server/context";
import { hostedSync } from "../tables";

/** A value Berth put on a platform, without the value. */
export interface Sent {
  /** The data key that `hash` is keyed with. */
  keyId: string;
  hash: string;
  /** The platform's mark of the variable after it was set. */
  mark?: string;
}

/** What Berth knows of one name there. */
export interface Entry {
  sent?: Sent;
  /** What was on its way when Berth last wrote this down: it may have arrived, or not. */
  trying?: Sent | "removal";
  /** Worked out from a deployment instead of written down. */
  isAssumed?: boolean;
}

/** What Berth put into the environment of an app elsewhere. */
export interface SyncRecord {
  snapshotId: string;
  at: Date;
  entries: Map<string, Entry>;
}

/** Beside the names of variables, which are never empty: who changes them at the moment. */
const leaseKey = "";
const removal = "-";

/** Undefined before anything was written down for the app. */
export async function readRecord(ctx: Ctx, hostedAppId: string): Promise<SyncRecord | undefined> {
  const [row] = await ctx.db.select().from(hostedSync).where(eq(hostedSync.hostedAppId, hostedAppId));
  const entries = new Map<string, Entry>();
  for (const [key, text] of Object.entries(row?.pushed ?? {})) if (key !== leaseKey) entries.set(key, decode(text));
  return row && entries.size > 0 ? { snapshotId: row.snapshotId, at: row.at, entries } : undefined;
}

/** Writes down what is known of these names; undefined forgets one. Needs a transaction. */
export async function writeEntries(
  tx: Ctx,
  hostedAppId: string,
  { snapshotId, entries }: { snapshotId: string; entries: ReadonlyMap<string, Entry | undefined> },
): Promise<void> {
  const pushed = await lockPushed(tx, hostedAppId, snapshotId);
  for (const [key, entry] of entries) {
    if (entry?.sent || entry?.trying) pushed.set(key, encode(entry));
    else pushed.delete(key);
  }
  await tx.db
    .update(hostedSync)
    .set({ pushed: Object.fromEntries(pushed), snapshotId, at: tx.now() })
    .where(eq(hostedSync.hostedAppId, hostedAppId));
}

export interface Lease {
  holder: string;
  until: Date;
}

/** Takes the right to change the app's variables, or answers who has it. Needs a transaction. */
export async function takeLease(
  tx: Ctx,
  hostedAppId: string,
  { snapshotId, lease }: { snapshotId: string; lease: Lease },
): Promise<Lease | undefined> {
  const pushed = await lockPushed(tx, hostedAppId, snapshotId);
  const held = readLease(pushed.get(leaseKey));
  if (held && held.until > tx.now() && held.holder !== lease.holder) return held;
  pushed.set(leaseKey, `${lease.holder}@${lease.until.toISOString()}`);
  await tx.db
    .update(hostedSync)
    .set({ pushed: Object.fromEntries(pushed) })
    .where(eq(hostedSync.hostedAppId, hostedAppId));
  return undefined;
}

/** Gives the right back; one that ran out and was taken by somebody else stays theirs. Needs a transaction. */
export async function endLease(tx: Ctx, hostedAppId: string, holder: string): Promise<void> {
  const pushed = await lockPushed(tx, hostedAppId, "");
  if (readLease(pushed.get(leaseKey))?.holder !== holder) return;
  pushed.delete(leaseKey);
  await tx.db
    .update(hostedSync)
    .set({ pushed: Object.fromEntries(pushed) })
    .where(eq(hostedSync.hostedAppId, hostedAppId));
}

async function lockPushed(tx: Ctx, hostedAppId: string, snapshotId: string): Promise<Map<string, string>> {
  const fresh = { hostedAppId, snapshotId, pushed: {}, at: tx.now() };
  await tx.db.insert(hostedSync).values(fresh).onConflictDoNothing();
  const [row] = await tx.db.select().from(hostedSync).where(eq(hostedSync.hostedAppId, hostedAppId)).for("update");
  return new Map(Object.entries(row?.pushed ?? {}));
}

function readLease(text: string | undefined): Lease | undefined {
  const [holder = "", until = ""] = text?.split("@") ?? [];
  return text === undefined ? undefined : { holder, until: new Date(until) };
}

/** A value as it is written down, by the project's data key of now. */
export function sentOf(hashes: ValueHashes, value: string, mark?: string): Sent {
  const sent = { keyId: hashes.keyId, hash: hashes.hash(value) ?? "" };
  return mark === undefined ? sent : { ...sent, mark };
}

/** True when this is the value that was sent, whichever data key its hash is of. */
export function isSent(hashes: ValueHashes, sent: Sent | undefined, value: string): boolean {
  return sent !== undefined && hashes.hash(value, sent.keyId) === sent.hash;
}

function encode({ sent, trying }: Entry): string {
  const known = sent ? text(sent) : "";
  if (trying === undefined) return known;
  return `${known}|${trying === "removal" ? removal : text(trying)}`;
}

function text({ keyId, hash, mark }: Sent): string {
  return [keyId, hash, ...(mark === undefined ? [] : [encodeURIComponent(mark)])].join("~");
}

function decode(entry: string): Entry {
  const [known = "", trying] = entry.split("|");
  return {
    ...(known === "" ? {} : { sent: read(known) }),
    ...(trying === undefined ? {} : { trying: trying === removal ? "removal" : read(trying) }),
  };
}

function read(sent: string): Sent {
  const [keyId = "", hash = "", mark] = sent.split("~");
  return mark === undefined ? { keyId, hash } : { keyId, hash, mark: decodeURIComponent(mark) };
}
