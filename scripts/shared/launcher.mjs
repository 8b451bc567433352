import { accessSync, chmodSync, constants, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { findNode, root } from "./runtime.mjs";

const cli = path.join(root, "dist", "cli.mjs");
const quote = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** How to call the command-line tool so that it runs as pasted: by name when our launcher is on the path. */
export function cliCommand() {
  return isLauncherOnPath() ? "berth" : `${quote(findNode())} ${quote(cli)}`;
}

function isLauncherOnPath() {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    // node_modules/.bin is on the path of npm scripts only, not of the person's shell.
    if (!folder || folder.endsWith(path.join("node_modules", ".bin"))) continue;
    const file = path.join(folder, "berth");
    try {
      accessSync(file, constants.X_OK);
      return realpathSync(file) === realpathSync(launcherFile());
    } catch {
      // Not in this folder.
    }
  }
  return false;
}

function launcherFile() {
  return path.join(homedir(), ".local", "bin", "berth");
}

/** Writes a launcher into ~/.local/bin and answers what to tell the person. */
export function installLauncher() {
  const file = launcherFile();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\nexec ${quote(findNode())} ${quote(cli)} "$@"\n`);
  chmodSync(file, 0o755);
  const isReachable = (process.env.PATH ?? "").split(path.delimiter).includes(path.dirname(file));
  const hint = isReachable ? "" : `\nAdd its folder to your path first: export PATH="$HOME/.local/bin:$PATH"`;
  return `Wrote ${file}.${hint}\nNow berth --help works from any folder.`;
}
