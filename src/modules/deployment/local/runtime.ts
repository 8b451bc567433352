import { chmodSync, cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { isReachable } from "./folders";

/** The Node and npm that apps build and run with. */
export interface Runtime {
  node: string;
  npmCli: string;
  /** PATH of every child: this Node first. */
  searchPath: string;
  /** Folders a sandbox must show, because they may lie in a hidden home. */
  folders: string[];
}

/** Finds Node and npm. As root, copies them to where the apps' users can reach them when they cannot now. */
export function prepareRuntime(root: string, hostPath: string, needsReach: boolean): Runtime {
  const node = placeNode(root, needsReach);
  const npm = placeNpm(root, findNpm(hostPath), needsReach);
  const folders = [path.dirname(node), npm];
  const searchPath = [path.dirname(node), ...hostPath.split(path.delimiter).filter(isSystemFolder)].join(
    path.delimiter,
  );
  return { node, npmCli: path.join(npm, "bin", "npm-cli.js"), searchPath, folders };
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

function placeNpm(root: string, npm: string, needsReach: boolean): string {
  if (!needsReach || isReachable(npm)) return npm;
  const target = path.join(root, ".runtime", "npm");
  copyOnce(npm, target);
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
