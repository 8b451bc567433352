import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AppUser } from "./folders";
import { markerVariable, type ProcessIdentity, parseLaunchRecord, stopGroup } from "./process-identity";

/**
 * The shell writes its own pid and start time into descriptor 3, which Berth opened and the program never sees, and only
 * then becomes the program. So a Berth that dies at any moment leaves no process without a record.
 */
const launchScript = `{ cat /proc/$$/stat 2>/dev/null || echo "$$ $(ps -o lstart= -p $$)"; } >&3; exec 3>&-; ulimit -c 0; exec "$@"`;

export interface LaunchOptions {
  command: string[];
  folder: string;
  env: Record<string, string>;
  user: AppUser | undefined;
  /** File that receives pid and start time; also names the launch, see `endLaunch`. */
  record: string;
  /** Pipes for output that somebody reads now; files for a process that outlives Berth. */
  output: "pipes" | { stdout: number; stderr: number };
  /** Slightly lower priority than Berth's own: pages stay quick, and a build on a busy machine still gets its share. */
  isBackground?: boolean;
}

/** Starts a process group of its own. Throws when the program cannot be started at all. */
export async function launch(options: LaunchOptions): Promise<{ child: ChildProcess; identity: ProcessIdentity }> {
  mkdirSync(path.dirname(options.record), { recursive: true, mode: 0o700 });
  const record = openSync(options.record, "w", 0o600);
  const streams: ("pipe" | number)[] =
    options.output === "pipes" ? ["pipe", "pipe"] : [options.output.stdout, options.output.stderr];
  const command = options.isBackground ? ["nice", "-n", "2", ...options.command] : options.command;
  try {
    const child = spawn("/bin/sh", ["-c", launchScript, "berth-launch", ...command], {
      cwd: options.folder,
      env: { ...options.env, [markerVariable]: markerOf(options.record) } as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", ...streams, record],
      detached: true,
      ...options.user,
    });
    await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    return { child, identity: await recordOf(options.record, child) };
  } finally {
    closeSync(record);
  }
}

/** The process a record file names, if the launch got as far as writing it. */
export function readRecord(record: string): ProcessIdentity | undefined {
  return existsSync(record) ? parseLaunchRecord(readFileSync(record, "utf8")) : undefined;
}

/** Ends whatever a record file names, strays included, and removes the record. Nothing to end is no error. */
export async function endLaunch(record: string, graceMs = 5000): Promise<void> {
  const identity = readRecord(record);
  if (identity) await stopGroup(identity, { graceMs, marker: markerOf(record) });
  // A launch that began meanwhile has written its own process there.
  if (readRecord(record)?.startedAt === identity?.startedAt) rmSync(record, { force: true });
}

/** Names the record's whole path: another Berth on this machine has records of the same file name. */
function markerOf(record: string): string {
  return createHash("sha256").update(path.resolve(record)).digest("hex").slice(0, 24);
}

async function recordOf(record: string, child: ChildProcess): Promise<ProcessIdentity> {
  for (let tries = 0; tries < 2000; tries += 1) {
    const identity = readRecord(record);
    if (identity) return identity;
    if (child.exitCode !== null) break;
    await sleep(10);
  }
  child.kill("SIGKILL");
  throw new Error(
    "The launcher did not report its process within 20 seconds. The machine may be out of memory or processes.",
  );
}
