import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "./phases.mjs";
import { root } from "./runtime.mjs";

/** Installs the packages of the lockfile when they are not those on disk. Returns a remark for the phase list. */
export async function installPackages() {
  if (isInstalled()) return "up to date";
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--include=dev", "--include=optional"];
  // `npm start` names its own npm-cli.js; a script started by hand takes npm from the PATH.
  const npm = process.env.npm_execpath;
  if (npm?.endsWith("npm-cli.js")) await runCommand(process.execPath, [npm, ...args], { env: process.env });
  else await runCommand(process.platform === "win32" ? "npm.cmd" : "npm", args, { env: process.env });
  return undefined;
}

/**
 * npm writes node_modules/.package-lock.json last, so it tells a whole install from a broken one. Optional packages may
 * be missing: they belong to other platforms.
 */
function isInstalled() {
  const record = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const [installed, wanted] = [packagesOf(record), packagesOf(path.join(root, "package-lock.json"))];
  return Object.entries(wanted).every(([folder, { version, optional, devOptional }]) => {
    const found = installed[folder];
    return folder === "" || (found ? found.version === version : Boolean(optional || devOptional));
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}
