import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { berthHome, root } from "./runtime.mjs";
import { ScriptError } from "./script-error.mjs";

const cli = path.join(root, "dist", process.platform === "win32" ? "cli.mjs" : "berth");

/**
 * How to run the CLI from any folder, exactly as pasted: `berth` when our launcher is on the PATH, else by its path. Another
 * data folder than the default is named, because the shell it is pasted into does not know it.
 */
export function berthCommand(env = process.env) {
  const home = berthHome(env);
  const isUsual = home === path.join(homedir(), ".berth");
  return isUsual ? commandName(env) : `BERTH_HOME=${quote(home)} ${commandName(env)}`;
}

function commandName(env) {
  const folders = (env.PATH ?? "").split(path.delimiter).filter((folder) => folder && !folder.includes("node_modules"));
  const first = folders.map((folder) => path.join(folder, "berth")).find((file) => existsSync(file));
  if (first && isOurs(first)) return "berth";
  return process.platform === "win32" ? `node ${quote(cli)}` : quote(cli);
}

/** Puts a launcher named `berth` into ~/.local/bin. Returns what to say about it. */
export function writeLauncher(env = process.env) {
  if (process.platform === "win32") throw new ScriptError(`On Windows, make an alias for: node ${quote(cli)}`);
  const file = path.join(homedir(), ".local", "bin", "berth");
  if (existsSync(file) && !isOurs(file)) {
    throw new ScriptError(`${file} belongs to another program. Remove it first, or use: ${quote(cli)}`, 6);
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\nBERTH_AS=berth exec ${quote(cli)} "$@"\n`, { mode: 0o755 });
  const isOnPath = (env.PATH ?? "").split(path.delimiter).includes(path.dirname(file));
  return isOnPath ? file : `${file} (open a new shell, or run: export PATH="$HOME/.local/bin:$PATH")`;
}

function isOurs(file) {
  try {
    return readFileSync(file, "utf8").includes(quote(cli));
  } catch {
    return false;
  }
}

/** A path as one word of a shell command. */
export function quote(file) {
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}
