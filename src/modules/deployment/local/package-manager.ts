import { existsSync } from "node:fs";
import path from "node:path";
import { DeploymentFailure, editAction } from "../failures/failure";
import type { Runtime } from "./runtime";

type PackageManager = "npm" | "pnpm";

const lockfiles: Record<PackageManager, string> = { npm: "package-lock.json", pnpm: "pnpm-lock.yaml" };

/** pnpm where only its lockfile is there; npm everywhere else. */
export function packageManagerOf(release: string): PackageManager {
  const has = (manager: PackageManager): boolean => existsSync(path.join(release, lockfiles[manager]));
  return has("pnpm") && !has("npm") ? "pnpm" : "npm";
}

/** Name of the lockfile that decides what is installed. */
export function lockfileOf(release: string): string {
  return lockfiles[packageManagerOf(release)];
}

/**
 * The command that installs a release, and what it needs in its environment. Without install scripts: what is installed
 * then depends on the lockfile alone, and may be shared between apps. `cache` is the package manager's own folder.
 */
export function installCommand(
  runtime: Runtime,
  release: string,
  cache: string,
): { command: string[]; env: Record<string, string> } {
  if (packageManagerOf(release) === "npm") {
    const isLocked = existsSync(path.join(release, lockfiles.npm));
    const flags = ["--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--prefer-offline"];
    return { command: [runtime.node, runtime.npmCli, isLocked ? "ci" : "install", ...flags], env: {} };
  }
  if (runtime.pnpmCli === undefined) throw noPnpm();
  // Copied, not linked: one app's packages must not share files with the store of all.
  const flags = ["--frozen-lockfile", "--ignore-scripts", "--prod=false", "--prefer-offline"];
  const store = ["--store-dir", path.join(cache, "store"), "--package-import-method", "clone-or-copy"];
  return {
    command: [runtime.node, runtime.pnpmCli, "install", ...flags, ...store],
    env: { CI: "true", npm_config_manage_package_manager_versions: "false", XDG_CACHE_HOME: cache },
  };
}

function noPnpm(): DeploymentFailure {
  return new DeploymentFailure({
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: "The project has a pnpm lockfile, and the pnpm that comes with Berth is not installed.",
    suggestions: ["Run npm install in the folder of Berth and start it again, or give the project an npm lockfile."],
    recovery: [editAction],
  });
}
