import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { AppUser } from "./folders";

/** `bubblewrap`: own process tree, read-only machine, private folders hidden. `process`: a group with limits, not isolated. */
export type Isolation = "bubblewrap" | "process";

export interface SandboxView {
  /** Folders the process may write. */
  writable: string[];
  /** Folders nobody in the sandbox may look into; `visible` ones inside them are shown again. */
  hidden: string[];
  visible: string[];
  folder: string;
}

const probes = new Map<string, Isolation>();

/** Tries bubblewrap for real, as the user that will use it: a machine can have it and still forbid it. */
export function chooseIsolation(user: AppUser | undefined): Isolation {
  const key = user ? "other" : "same";
  const known = probes.get(key);
  if (known) return known;
  const view = { writable: ["/tmp"], hidden: [], visible: [], folder: "/" };
  const [command = "", ...args] = wrapCommand("bubblewrap", ["true"], view);
  const probe = spawnSync(command, args, { stdio: "ignore", timeout: 5000, ...user });
  const isolation = probe.status === 0 ? "bubblewrap" : "process";
  probes.set(key, isolation);
  return isolation;
}

/** The command line that runs `command` inside the chosen tier. The network stays: apps call APIs and serve a port. */
export function wrapCommand(isolation: Isolation, command: string[], view: SandboxView): string[] {
  if (isolation === "process") return command;
  const shown = [...view.visible, ...view.writable].filter((folder) => existsSync(folder));
  return [
    "bwrap",
    ...["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"],
    ...hiddenFolders(view).flatMap((folder) => ["--tmpfs", folder]),
    ...shown.flatMap((folder) => [view.writable.includes(folder) ? "--bind" : "--ro-bind", folder, folder]),
    ...["--unshare-pid", "--unshare-ipc", "--chdir", view.folder, "--"],
    ...command,
  ];
}

function hiddenFolders(view: SandboxView): string[] {
  const candidates = [homedir(), "/root", ...view.hidden].map((folder) => path.resolve(folder));
  return [...new Set(candidates)].filter((folder) => folder !== "/" && existsSync(folder)).sort();
}
