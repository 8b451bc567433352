import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process Berth started: the id of its group and the moment it started, so that a reused pid is never mistaken for it. */
export interface ProcessIdentity {
  pid: number;
  /** `<boot id>:<clock ticks since boot>` on Linux, the text of `ps -o lstart` elsewhere. */
  startedAt: string;
}

const isLinux = process.platform === "linux";

/** Start time of a pid as stored in a ProcessIdentity; undefined when there is no such process (zombies count as gone). */
export function readStartTime(pid: number): string | undefined {
  try {
    if (isLinux) return startTimeOfStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Reads what the launcher wrote about itself: its `/proc/<pid>/stat` line, or `<pid> <lstart>` elsewhere. */
export function parseLaunchRecord(record: string): ProcessIdentity | undefined {
  const pid = Number.parseInt(record, 10);
  const startedAt = isLinux ? startTimeOfStat(record, true) : record.trim().replace(/^\d+\s+/, "");
  return Number.isInteger(pid) && pid > 1 && startedAt ? { pid, startedAt } : undefined;
}

export function isRunning(identity: ProcessIdentity): boolean {
  return readStartTime(identity.pid) === identity.startedAt;
}

/** Sends a signal to the whole group. False when the group is gone or its id now belongs to a stranger. */
export function signalGroup(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  const current = readStartTime(identity.pid);
  if (current !== undefined && current !== identity.startedAt) return false;
  try {
    process.kill(-identity.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Ends a group for certain: SIGTERM, and SIGKILL for what is left after `graceMs`; strays that left the group go by their marker. */
export async function stopGroup(
  identity: ProcessIdentity,
  options: { graceMs: number; marker?: string },
): Promise<void> {
  const deadline = Date.now() + options.graceMs;
  if (signalGroup(identity, "SIGTERM")) {
    while (Date.now() < deadline && groupMembers(identity.pid).length > 0) await sleep(20);
    signalGroup(identity, "SIGKILL");
  }
  if (options.marker) killMarked(options.marker);
  for (let tries = 0; tries < 50 && groupMembers(identity.pid).length > 0; tries += 1) await sleep(10);
}

/** Living processes of a group (zombies are not counted). */
export function groupMembers(groupId: number): number[] {
  if (!isLinux) return groupMembersByPs(groupId);
  return allPids().filter((pid) => {
    const fields = statFields(pid);
    return fields !== undefined && fields.group === groupId && fields.state !== "Z";
  });
}

/** Name of the environment variable that marks every process of one launch, also those that made a session of their own. */
export const markerVariable = "BERTH_LAUNCH";

function killMarked(marker: string): void {
  if (!isLinux) return;
  const needle = `${markerVariable}=${marker}\0`;
  for (const pid of allPids()) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, "latin1").includes(needle)) process.kill(pid, "SIGKILL");
    } catch {
      // Gone already, or another user's process and so not ours.
    }
  }
}

function allPids(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function statFields(pid: number): { state: string; group: number } | undefined {
  try {
    const fields = fieldsAfterName(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return { state: fields[0] ?? "", group: Number(fields[2]) };
  } catch {
    return undefined;
  }
}

/** The command name may hold spaces and brackets, so fields are counted from its last bracket. */
function fieldsAfterName(stat: string): string[] {
  return stat
    .slice(stat.lastIndexOf(")") + 2)
    .trim()
    .split(" ");
}

function startTimeOfStat(stat: string, ignoreState = false): string | undefined {
  const fields = fieldsAfterName(stat);
  const ticks = fields[19];
  if (ticks === undefined || (!ignoreState && fields[0] === "Z")) return undefined;
  return `${bootId()}:${ticks}`;
}

let cachedBootId: string | undefined;

function bootId(): string {
  cachedBootId ??= readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return cachedBootId;
}

function groupMembersByPs(groupId: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,pgid=,stat="], { encoding: "utf8" }).split("\n");
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, group, state]) => Number(group) === groupId && !state?.startsWith("Z"))
    .map(([pid]) => Number(pid));
}
