import { chmodSync, cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isReachable } from "./folders";

/** The Node and the package managers that apps build and run with. */
export interface Runtime {
  node: string;
  npmCli: string;
  /** The pnpm that comes with Berth; undefined where it is not installed. */
  pnpmCli: string | undefined;
  /** PATH of every child: this Node first. */
  searchPath: string;
  /** Folders a sandbox must show, because they may lie in a hidden home. */
  folders: string[];
}

/**
 * Finds Node and the package managers. As root, copies them to where the apps' users can reach them when they cannot
 * now. `programDir` is the folder Berth runs from.
 */
export function prepareRuntime(root: string, hostPath: string, needsReach: boolean, programDir: string): Runtime {
  const node = placeNode(root, needsReach);
  const npm = placePackage(root, "npm", findNpm(hostPath), needsReach);
  const shipped = path.join(programDir, "node_modules", "pnpm");
  const pnpm = existsSync(shipped) ? placePackage(root, "pnpm", realpathSync(shipped), needsReach) : undefined;
  const pnpmCli = pnpm && path.join(pnpm, "bin", "pnpm.cjs");
  const npmCli = path.join(npm, "bin", "npm-cli.js");
  const commands = placeCommand(root, "npm", node, npmCli);
  if (pnpmCli) placeCommand(root, "pnpm", node, pnpmCli);
  const folders = [path.dirname(node), npm, ...(pnpm ? [pnpm] : []), commands];
  const system = hostPath.split(path.delimiter).filter(isSystemFolder);
  const searchPath = [path.dirname(node), commands, ...system].join(path.delimiter);
  return { node, npmCli, pnpmCli, searchPath, folders };
}

/** A folder with a command for scripts of apps that call a package manager by name. */
function placeCommand(root: string, name: string, node: string, cli: string): string {
  const folder = path.join(root, ".runtime", "bin");
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const file = path.join(folder, name);
  const staging = `${file}.${process.pid}`;
  writeFileSync(staging, `#!/bin/sh\nexec "${node}" "${cli}" "$@"\n`, { mode: 0o755 });
  renameSync(staging, file);
  return folder;
}

/** Apps see the machine's own tools, not Berth's node_modules or a person's private bin folders. */
function isSystemFolder(folder: string): boolean {
  return /^\/(usr\/(local\/)?)?s?bin$/.test(folder) || folder.startsWith("/opt/homebrew/");
}

function placeNode(root: string, needsReach: boolean): string {
  const node = realpathSync(process.execPath);
  if (!needsReach || isReachable(node)) return node;
  const target = path.join(root, ".runtime", `node-${process.versions.node}`, "node");
  copyOnce(node, target);
  return target;
}

function placePackage(root: string, name: string, folder: string, needsReach: boolean): string {
  if (!needsReach || isReachable(folder)) return folder;
  const target = path.join(root, ".runtime", name);
  copyOnce(folder, target);
  return target;
}

function copyOnce(from: string, to: string): void {
  if (existsSync(to)) return;
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 });
  const staging = `${to}.${process.pid}`;
  cpSync(from, staging, { recursive: true, dereference: true });
  chmodSync(staging, 0o755);
  if (existsSync(to)) rmSync(staging, { recursive: true, force: true });
  else renameSync(staging, to);
}

/** The package folder of npm: beside the Node in use, else behind the first `npm` on the PATH. */
function findNpm(hostPath: string): string {
  const beside = path.join(path.dirname(realpathSync(process.execPath)), "..", "lib", "node_modules", "npm");
  const candidates = hostPath
    .split(path.delimiter)
    .map((folder) => path.join(folder, "npm"))
    .filter((file) => existsSync(file))
    .map((file) => path.dirname(path.dirname(realpathSync(file))));
  const found = [...candidates, path.resolve(beside)].find((folder) =>
    existsSync(path.join(folder, "bin", "npm-cli.js")),
  );
  if (found) return found;
  throw new Error("npm was not found on the PATH. Install Node.js with npm, then start Berth again.");
}
