import { existsSync } from "node:fs";
import path from "node:path";
import { runCommand } from "./phases.mjs";
import { root } from "./runtime.mjs";
import { contentHash, readStamp, writeStamp } from "./stamp.mjs";

const stampFile = path.join(root, "node_modules", ".berth-lock");

/** Installs the packages of the lockfile when they are not the ones in node_modules. Answers whether it did. */
export async function installPackages() {
  const lock = contentHash(["package-lock.json"], [process.platform, process.arch]);
  if (readStamp(stampFile) === lock) return false;
  if (!(await isComplete())) {
    const npm = process.env.npm_execpath;
    const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--include=dev", "--include=optional"];
    // The scripts of an outer `npm run` must not leak into this one: it has its own.
    if (npm?.endsWith("npm-cli.js")) await runCommand(process.execPath, [npm, ...args], { env: process.env });
    else await runCommand(process.platform === "win32" ? "npm.cmd" : "npm", args, { env: process.env });
  }
  writeStamp(stampFile, lock);
  return true;
}

/** An install by hand (`npm install`, `npm ci`) leaves npm's own record; when it agrees there is nothing to do. */
async function isComplete() {
  const record = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const [installed, wanted] = [readStamp(record), readStamp(path.join(root, "package-lock.json"))].map((text) =>
    JSON.parse(text ?? "{}"),
  );
  return Object.entries(wanted.packages ?? {}).every(
    ([name, { version, optional, devOptional }]) =>
      name === "" || optional || devOptional || installed.packages?.[name]?.version === version,
  );
}
