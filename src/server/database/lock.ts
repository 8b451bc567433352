import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { AppError } from "../errors";
import { isCode } from "../process/private-file";

const Holder = z.object({
  pid: z.number(),
  startedAt: z.string(),
  bootId: z.string(),
  since: z.string(),
  nonce: z.string(),
});
type Holder = z.infer<typeof Holder>;

/**
 * Takes the exclusive lock of the embedded database and returns its release.
 * It is only taken over from a process that is dead (a reused pid is told apart by its start time), never because it is old.
 */
export function takeDatabaseLock(file: string): () => void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const own = describeOwnProcess();
  for (let attempt = 0; attempt < 5; attempt++) {
    if (createExclusive(file, own)) return () => releaseLock(file, own.nonce);
    const holder = readHolder(file);
    if (!holder) continue;
    if (isAlive(holder)) throw lockedError(file, holder);
    removeDeadLock(file, holder, own);
  }
  throw new AppError(
    "CONFLICT",
    `The lock ${file} changes hands all the time: several Berths start at once. Start only one.`,
  );
}

/** Start time of a live process, or undefined when there is none; a zombie counts as dead. */
function processStartTime(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!isCode(error, "EPERM")) return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name in parentheses may hold spaces; fields count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
  } catch {
    return startTimeWithoutProc(pid);
  }
}

function startTimeWithoutProc(pid: number): string | undefined {
  if (process.platform === "win32") return "unknown";
  // A process that ended between the two looks is dead on Linux; elsewhere ps tells.
  if (process.platform === "linux") return undefined;
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.bootId !== bootId()) return false;
  return processStartTime(holder.pid) === holder.startedAt;
}

/**
 * Two starters may see the same dead lock. Whoever creates the file named after that lock's nonce may remove it, so that
 * the slower one can never remove the lock the faster one has just taken.
 */
function removeDeadLock(file: string, dead: Holder, own: Holder): void {
  const claim = `${file}.${dead.nonce}`;
  if (!createExclusive(claim, own)) {
    const other = readHolder(claim);
    if (other && !isAlive(other)) rmSync(claim, { force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    return;
  }
  try {
    if (readHolder(file)?.nonce === dead.nonce) rmSync(file, { force: true });
  } finally {
    rmSync(claim, { force: true });
  }
}

function createExclusive(file: string, content: Holder): boolean {
  try {
    writeFileSync(file, `${JSON.stringify(content)}\n`, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

function readHolder(file: string): Holder | undefined {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      return Holder.parse(JSON.parse(readFileSync(file, "utf8")));
    } catch (error) {
      if (isCode(error, "ENOENT")) return undefined;
      // Another process may be between creating the file and writing its line.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
    }
  }
  throw new AppError(
    "CONFLICT",
    `The lock ${file} is not readable, so its owner is unknown. Delete the file if no Berth uses this folder.`,
  );
}

function releaseLock(file: string, nonce: string): void {
  if (readHolder(file)?.nonce === nonce) rmSync(file, { force: true });
}

function describeOwnProcess(): Holder {
  return {
    pid: process.pid,
    startedAt: processStartTime(process.pid) ?? "unknown",
    bootId: bootId(),
    since: new Date().toISOString(),
    nonce: randomUUID(),
  };
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "unknown";
  }
}

function lockedError(file: string, holder: Holder): AppError {
  const who = holder.pid === process.pid ? "this process" : `process ${holder.pid}`;
  return new AppError(
    "CONFLICT",
    `The data folder ${path.dirname(file)} is in use by ${who} since ${holder.since}. ` +
      "Use that Berth, stop it first, or set BERTH_HOME to another folder.",
    { details: { pid: holder.pid, since: holder.since } },
  );
}
