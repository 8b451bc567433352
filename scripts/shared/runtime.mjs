import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { ScriptError } from "./script-error.mjs";

/** The folder Berth runs from. */
export const root = path.resolve(import.meta.dirname, "../..");
const bin = path.join(root, "node_modules", ".bin");
const oldestMajor = 22;

/** The Node that runs Berth: the one npm brought, else this one when it is new enough. */
export function findNode() {
  const shipped = path.join(bin, process.platform === "win32" ? "node.exe" : "node");
  // The shipped binary may not run here (musl, another processor): asking it is the only sure test.
  if (existsSync(shipped) && majorOf(versionOf(shipped)) >= oldestMajor) return shipped;
  if (majorOf(process.versions.node) >= oldestMajor) return process.execPath;
  throw new ScriptError(
    `Berth needs Node ${oldestMajor} or newer. This is Node ${process.versions.node}, and the Node 24 that comes with ` +
      `the packages does not run on ${process.platform}-${process.arch}. Install Node 24 and run the command again.`,
  );
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}

/** Version of a Node binary, such as 24.21.0; 0 when it does not run here. */
export function versionOf(node) {
  if (node === process.execPath) return process.versions.node;
  const { stdout, status } = spawnSync(node, ["-p", "process.versions.node"], { encoding: "utf8", timeout: 20_000 });
  return status === 0 ? stdout.trim() : "0";
}

/** The environment of tools and servers: the project's binaries, and so its Node, come first on the PATH. */
export function toolEnv(extra = {}) {
  const searchPath = [bin, process.env.PATH ?? ""].join(path.delimiter);
  return { ...process.env, PATH: searchPath, NEXT_TELEMETRY_DISABLED: "1", ...extra };
}

/** Path of a package's own script, run with `findNode()` instead of through a shell. */
export function packageScript(...parts) {
  return path.join(root, "node_modules", ...parts);
}

/** BERTH_HOME, as the server reads it. */
export function berthHome(env = process.env) {
  return path.resolve(env.BERTH_HOME || path.join(homedir(), ".berth"));
}
