import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, type ProcessIdentity, readStartTime } from "./process-identity";

/** Held until `release`; a lock whose owner died is taken over, never one that is merely old. */
export interface FileLock {
  release(): void;
}

let counter = 0;

/** Takes the lock at once, or answers undefined when a living process (this one too) holds it. */
export function tryLock(file: string): FileLock | undefined {
  counter += 1;
  const owner = { pid: process.pid, startedAt: readStartTime(process.pid) ?? "", nonce: `${process.pid}-${counter}` };
  const own = `${file}.${owner.nonce}`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(own, JSON.stringify(owner), { mode: 0o600 });
  try {
    if (!link(own, file) && !takeOver(own, file)) return undefined;
  } finally {
    unlinkSync(own);
  }
  return {
    release() {
      if (readOwner(file)?.nonce === owner.nonce) rmSync(file, { force: true });
    },
  };
}

/** Waits for the lock. Throws the signal's reason when it aborts first. */
export async function lockFile(file: string, signal: AbortSignal): Promise<FileLock> {
  for (;;) {
    signal.throwIfAborted();
    const lock = tryLock(file);
    if (lock) return lock;
    await sleep(50, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** A hard link appears with its content, so nobody ever reads a lock without its owner. */
function link(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function takeOver(own: string, file: string): boolean {
  const holder = readOwner(file);
  if (holder && isRunning(holder)) return false;
  const aside = `${own}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return link(own, file);
  }
  // Someone else may have taken it over between the look and the move: then it is theirs and goes back.
  const moved = readOwner(aside);
  if (moved && isRunning(moved)) link(aside, file);
  unlinkSync(aside);
  return link(own, file);
}

function readOwner(file: string): (ProcessIdentity & { nonce: string }) | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof owner !== "object" || owner === null) return undefined;
    const { pid, startedAt, nonce } = owner as Record<string, unknown>;
    if (typeof pid !== "number" || typeof startedAt !== "string" || typeof nonce !== "string") return undefined;
    return { pid, startedAt, nonce };
  } catch {
    return undefined;
  }
}
