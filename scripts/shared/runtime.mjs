import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");
const oldestMajor = 22;

/** Node 22 or newer: the one from the project's packages, else the one that runs this script. */
export function findNode() {
  const shipped = path.join(root, "node_modules", ".bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(shipped) && majorOf(shipped) >= oldestMajor) return shipped;
  if (Number(process.versions.node.split(".")[0]) >= oldestMajor) return process.execPath;
  throw new Error(
    `Berth runs on Node ${oldestMajor} or newer, and this is ${process.versions.node}. ` +
      "On Linux and Windows it comes with the packages: run npm ci without --omit=optional. Elsewhere install Node 24.",
  );
}

function majorOf(node) {
  return Number(versionOf(node).split(".")[0]);
}

/** Version of a Node binary, such as 24.21.0; 0 when it does not run here. */
export function versionOf(node) {
  const { stdout, status } = spawnSync(node, ["-p", "process.versions.node"], { encoding: "utf8", timeout: 20_000 });
  return status === 0 ? stdout.trim() : "0";
}

/** The environment of tools and servers: the project's binaries, and so its Node, come first on the path. */
export function toolEnv(extra = {}) {
  const bin = path.join(root, "node_modules", ".bin");
  return {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}`,
    NEXT_TELEMETRY_DISABLED: "1",
    ...extra,
  };
}

/** Path of a package's own script, run with `findNode()` instead of through a shell. */
export function packageScript(...parts) {
  return path.join(root, "node_modules", ...parts);
}
