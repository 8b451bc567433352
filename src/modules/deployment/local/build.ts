import { mkdirSync } from "node:fs";
import { chown, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { totalmem } from "node:os";
import path from "node:path";
import { z } from "zod";
import { buildFailed } from "../failures/build-failures";
import { DeploymentFailure, editAction } from "../failures/failure";
import { runCommand } from "./command";
import { dependencyKey, keepDependencies, restoreDependencies } from "./dependency-cache";
import { copyTree, isFolder, ownFolders, ownTree } from "./files";
import { type AppUser, appFolders, cacheFolder, installer } from "./folders";
import { baseEnv, type LocalHost, sandboxed, userOf } from "./host";
import { withLateNames } from "./late-names";
import { installCommand, packageManagerOf } from "./package-manager";
import { settingScripts } from "./settings";

export type LogStream = "stdout" | "stderr" | "berth";

export interface BuildOptions {
  app: string;
  deploymentId: string;
  /** The environment of the app: what is public is built in. */
  values: Record<string, string>;
  /** The release that serves now: its build cache makes this build faster. */
  previousId: string | undefined;
  signal: AbortSignal;
  onLine(stream: LogStream, line: string): void;
}

const PackageJson = z.object({
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});
export type PackageJson = z.infer<typeof PackageJson>;

/** package.json of a release. Throws INVALID_CONFIG when it cannot be used. */
export async function readPackage(release: string): Promise<PackageJson> {
  try {
    return PackageJson.parse(JSON.parse(await readFile(path.join(release, "package.json"), "utf8")));
  } catch (cause) {
    throw new DeploymentFailure(
      {
        type: "INVALID_CONFIG",
        severity: "recoverable",
        message: "The project has no package.json that npm could use at its top level.",
        suggestions: ["Deploy the folder that holds package.json, and check that the file is valid JSON."],
        recovery: [editAction],
      },
      { cause },
    );
  }
}

/** Installs the packages of a release: copied from a set seen before, else by its package manager, which then becomes such a set. */
export async function installPackages(host: LocalHost, options: BuildOptions): Promise<void> {
  const release = appFolders(host.root, options.app).release(options.deploymentId);
  const { scripts, dependencies, devDependencies } = await readPackage(release);
  if (settingScripts.install in scripts) return runOwnInstall(host, options, release);
  if (Object.keys({ ...dependencies, ...devDependencies }).length === 0)
    return options.onLine("berth", "No packages to install.");
  const target = path.join(release, "node_modules");
  await rm(target, { recursive: true, force: true });
  const key = await dependencyKey(release);
  const user = userOf(host, options.app);
  const startedAt = Date.now();
  if (key && (await restoreDependencies(host.root, key, { target, user, signal: options.signal }))) {
    return options.onLine(
      "berth",
      `Packages taken from the cache in ${seconds(startedAt)}: this set was installed before.`,
    );
  }
  await runInstall(host, options, release);
  options.onLine("berth", `Packages installed in ${seconds(startedAt)}.`);
  const isKept = key !== undefined && (await isFolder(target));
  const keep = () => (isKept ? keepSet(host, key, { installed: target, user, signal: options.signal }) : undefined);
  if (user) {
    // Root-owned files are shared with the cache; what the app may change is everything else.
    await keep();
    await handOver(release, target, user, options.signal);
  } else void keep();
}

/** A set that cannot be kept only costs time the next time. */
async function keepSet(host: LocalHost, key: string, set: Parameters<typeof keepDependencies>[2]): Promise<void> {
  await keepDependencies(host.root, key, set).catch(() => undefined);
}

async function handOver(release: string, modules: string, user: AppUser, signal: AbortSignal): Promise<void> {
  for (const name of await readdir(release)) {
    if (path.join(release, name) !== modules) await ownTree(path.join(release, name), user);
  }
  await chown(release, user.uid, user.gid);
  if (await isFolder(modules)) await ownFolders(modules, user, signal);
}
/** Runs the build script of a release, if it has one. */
export async function buildRelease(host: LocalHost, options: BuildOptions): Promise<void> {
  const folders = appFolders(host.root, options.app);
  const release = folders.release(options.deploymentId);
  const { scripts } = await readPackage(release);
  const script = settingScripts.build in scripts ? settingScripts.build : "build";
  if (!scripts[script]) return options.onLine("berth", "The project has no build script, so nothing is built.");
  await carryBuildCache(host, options, release);
  const { values } = options;
  const given = { ...baseEnv(host, options.app, release), ...npmEnv(host), ...values, ...quietTools(values) };
  await runPhase(host, options, {
    phase: "build",
    release,
    ...withLateNames([host.runtime.node, host.runtime.npmCli, "run", script], given, values),
    user: userOf(host, options.app),
    writable: [],
  });
}

async function runInstall(host: LocalHost, options: BuildOptions, release: string) {
  const cache = path.join(cacheFolder(host.root), packageManagerOf(release));
  const user: AppUser | undefined = host.isRoot ? installer : undefined;
  mkdirSync(cacheFolder(host.root), { recursive: true, mode: 0o755 });
  await mkdir(cache, { recursive: true, mode: 0o700 });
  if (user) await Promise.all([ownTree(release, user), ownTree(cache, user)]);
  const { command, env } = installCommand(host.runtime, release, cache);
  await runPhase(host, options, {
    phase: "install",
    release,
    command,
    env: {
      ...baseEnv(host, options.app, release),
      ...npmEnv(host),
      ...quietTools({}),
      HOME: cache,
      TMPDIR: cache,
      ...env,
    },
    user,
    writable: [cache],
  });
}

/** The install command of the project's settings: it may run anything, so nothing of it is shared with other apps. */
async function runOwnInstall(host: LocalHost, options: BuildOptions, release: string): Promise<void> {
  const { scratch } = appFolders(host.root, options.app);
  await rm(path.join(release, "node_modules"), { recursive: true, force: true });
  const cache = { npm_config_cache: path.join(scratch, ".npm") };
  await runPhase(host, options, {
    phase: "install",
    release,
    command: [host.runtime.node, host.runtime.npmCli, "run", settingScripts.install],
    env: { ...baseEnv(host, options.app, release), ...npmEnv(host), ...quietTools({}), ...cache },
    user: userOf(host, options.app),
    writable: [],
  });
}

interface Phase {
  phase: "install" | "build";
  release: string;
  command: string[];
  env: Record<string, string>;
  user: AppUser | undefined;
  writable: string[];
}

async function runPhase(host: LocalHost, options: BuildOptions, phase: Phase): Promise<void> {
  const result = await runCommand({
    command: sandboxed(host, options.app, phase.release, phase.command, phase.writable),
    folder: phase.release,
    env: phase.env,
    user: phase.user,
    record: appFolders(host.root, options.app).record(options.deploymentId, "build"),
    signal: options.signal,
    onLine: options.onLine,
  });
  const { exitCode: code, killedBy: signal, tail } = result;
  if (code !== 0)
    throw buildFailed({ platform: "local", phase: phase.phase, folder: phase.release, tail, exit: { code, signal } });
}

async function carryBuildCache(host: LocalHost, options: BuildOptions, release: string): Promise<void> {
  if (!options.previousId) return;
  const from = path.join(appFolders(host.root, options.app).release(options.previousId), ".next", "cache");
  const to = path.join(release, ".next", "cache");
  if (!(await isFolder(from)) || (await isFolder(to))) return;
  const user = userOf(host, options.app);
  await mkdir(path.dirname(to), { recursive: true });
  if (user) await ownTree(path.dirname(to), user);
  // A cache that cannot be carried only costs time.
  await copyTree(from, to, { signal: options.signal, user }).catch(() => options.signal.throwIfAborted());
}

function npmEnv(host: LocalHost): Record<string, string> {
  return {
    npm_config_cache: path.join(cacheFolder(host.root), "npm"),
    npm_config_fetch_retries: "1",
    npm_config_fetch_retry_mintimeout: "2000",
    npm_config_fetch_timeout: "60000",
    npm_config_update_notifier: "false",
  };
}

/** Colours for the log, and a heap that leaves room for Berth and the running apps. */
function quietTools(values: Record<string, string>): Record<string, string> {
  const megabytes = Math.max(1024, Math.min(4096, Math.floor((totalmem() * 0.6) / 1024 ** 2)));
  const nodeOptions = `${values.NODE_OPTIONS ?? ""} --max-old-space-size=${megabytes}`.trim();
  return { FORCE_COLOR: "1", NODE_OPTIONS: nodeOptions };
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
