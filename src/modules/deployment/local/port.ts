import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { groupMembers } from "./process-identity";

/** A port of the loopback address that nobody listens on at this moment. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("No free port was found.")),
      );
    });
  });
}

/**
 * Whether a process of the group listens on the port: a stranger that took the port first would answer for the app.
 * Only Linux can tell; elsewhere the answer is undefined.
 */
export function isPortOfGroup(port: number, groupId: number): boolean | undefined {
  if (process.platform !== "linux") return undefined;
  const inodes = listeningInodes(port);
  if (inodes.size === 0) return false;
  return groupMembers(groupId).some((pid) => openSockets(pid).some((inode) => inodes.has(inode)));
}

function listeningInodes(port: number): Set<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => readRows(file));
  const listening = rows.filter(([, local, , state]) => local?.endsWith(suffix) && state === "0A");
  return new Set(listening.map((row) => row[9] ?? ""));
}

function readRows(file: string): string[][] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .slice(1)
      .map((row) => row.trim().split(/\s+/));
  } catch {
    return [];
  }
}

function openSockets(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? [],
    );
  } catch {
    return [];
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}
