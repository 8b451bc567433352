import type { ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, renameSync, statSync } from "node:fs";
import { open, truncate } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildFailed, missingVariables } from "../failures/build-failures";
import { DeploymentFailure, editAction, logAction, retryAction } from "../failures/failure";
import { type LogStream, readPackage } from "./build";
import { copyTree } from "./files";
import { appFolders } from "./folders";
import { awaitHealthy, type HealthyApp } from "./health";
import { baseEnv, type LocalHost, sandboxed, userOf } from "./host";
import { withLateNames } from "./late-names";
import { endLaunch, launch, readRecord } from "./launcher";
import { LineSplitter } from "./lines";
import { findFreePort } from "./port";
import { isRunning, type ProcessIdentity } from "./process-identity";
import { settingScripts } from "./settings";
import { releaseFolder } from "./shared-release";

export interface ServeOptions {
  app: string;
  deploymentId: string;
  values: Record<string, string>;
  /** `<app>.localhost:<port>`, as visitors write it. */
  publicHost: string;
  deadlineMs: number;
  signal: AbortSignal;
  onLine(stream: LogStream, line: string): void;
  /** Called as soon as the process exists, before it is healthy. */
  onStart?(started: { identity: ProcessIdentity; port: number }): Promise<void>;
}

export interface ServingApp {
  identity: ProcessIdentity;
  port: number;
  health: HealthyApp;
}

const rotateBytes = 10 * 1024 ** 2;

/** Starts a release on a free port and waits until it is healthy; on failure nothing of it is left running. */
export async function serveRelease(host: LocalHost, options: ServeOptions): Promise<ServingApp> {
  const port = await findFreePort();
  const logs = openLogs(host, options);
  const { identity, child } = await startProcess(host, options, port, logs);
  try {
    await options.onStart?.({ identity, port });
    return await awaitServing(host, options, { identity, port, logs, child });
  } catch (error) {
    await stopRelease(host, options.app, options.deploymentId);
    throw error;
  }
}

/** Waits until a process that runs already is healthy. */
export async function awaitServing(
  host: LocalHost,
  options: ServeOptions,
  process: { identity: ProcessIdentity; port: number; logs?: LogFiles; child?: ChildProcess },
): Promise<ServingApp> {
  const { identity, port, child } = process;
  const tail = followLogs(process.logs ?? openLogs(host, options), options);
  try {
    const outcome = await awaitHealthy({ ...options, port, identity, host: options.publicHost });
    await tail.catchUp();
    if (outcome.kind === "healthy") return { identity, port, health: outcome.app };
    if (outcome.kind === "exited")
      throw buildFailed({
        platform: "local",
        phase: "start",
        folder: releaseFolder(appFolders(host.root, options.app), options.deploymentId),
        tail: tail.lines,
        exit: { code: child?.exitCode ?? null, signal: child?.signalCode ?? null },
      });
    if (outcome.kind === "missing-variables")
      throw missingVariables("START_FAILED", outcome.names, tail.lines.slice(-10));
    throw neverGreen(outcome.lastAnswer, options.deadlineMs, tail.lines);
  } finally {
    tail.stop();
  }
}

/** Ends the process of a release; SIGKILL after 5 seconds. */
export function stopRelease(host: LocalHost, app: string, deploymentId: string): Promise<void> {
  return endLaunch(appFolders(host.root, app).record(deploymentId, "app"));
}

/** The process of a release, if it runs. */
export function findRunning(host: LocalHost, app: string, deploymentId: string): ProcessIdentity | undefined {
  const identity = readRecord(appFolders(host.root, app).record(deploymentId, "app"));
  return identity && isRunning(identity) ? identity : undefined;
}

/** Releases of an app that ever started a process and were not ended in order. */
export function listRecorded(host: LocalHost, app: string): string[] {
  const { records } = appFolders(host.root, app);
  if (!existsSync(records)) return [];
  return readdirSync(records).flatMap((name) => /^(.+)\.app\.json$/.exec(name)?.[1] ?? []);
}

/** Keeps the log of a running app from growing without end. The app appends, so cutting the file under it is safe. */
export async function rotateLogs(host: LocalHost, app: string): Promise<void> {
  for (const file of Object.values(logFiles(host, app))) {
    if (!existsSync(file) || statSync(file).size < rotateBytes) continue;
    await copyTree(file, `${file}.1`, { signal: AbortSignal.timeout(30_000) });
    await truncate(file, 0);
  }
}

async function startProcess(
  host: LocalHost,
  options: ServeOptions,
  port: number,
  logs: LogFiles,
): Promise<{ identity: ProcessIdentity; child: ChildProcess }> {
  const folders = appFolders(host.root, options.app);
  const release = releaseFolder(folders, options.deploymentId);
  const { scripts } = await readPackage(release);
  const given = scripts[settingScripts.start];
  if (!given && !scripts.start) throw noStartScript();
  const commands = given ? [bindToLoopback(given)] : [scripts.prestart, bindToLoopback(scripts.start ?? "")];
  const script = commands.filter(Boolean).join(" && ");
  const stdout = openSync(logs.stdout.file, "a", 0o600);
  const stderr = openSync(logs.stderr.file, "a", 0o600);
  const own = { NODE_ENV: "production", HOST: "127.0.0.1", HOSTNAME: "127.0.0.1", PORT: String(port) };
  try {
    const given = { ...baseEnv(host, options.app, release), ...options.values, ...own };
    const { command, env } = withLateNames(["/bin/sh", "-c", script], given, options.values);
    const { child, identity } = await launch({
      command: sandboxed(host, options.app, release, command),
      folder: release,
      env,
      user: userOf(host, options.app),
      record: folders.record(options.deploymentId, "app"),
      output: { stdout, stderr },
    });
    child.unref();
    return { identity, child };
  } finally {
    closeSync(stdout);
    closeSync(stderr);
  }
}

/** `next start` listens on all interfaces unless told otherwise; visitors come through the proxy. */
function bindToLoopback(script: string): string {
  return script.replace(/^next start(?!.*(?:-H|--hostname))/, "next start -H 127.0.0.1");
}

interface LogFiles {
  stdout: { file: string; from: number };
  stderr: { file: string; from: number };
}

function logFiles(host: LocalHost, app: string) {
  const { logs } = appFolders(host.root, app);
  return { stdout: path.join(logs, "out.log"), stderr: path.join(logs, "err.log") };
}

/** The log files with the place where this start begins. */
function openLogs(host: LocalHost, options: ServeOptions): LogFiles {
  const at = (file: string) => {
    if (existsSync(file) && statSync(file).size > rotateBytes) renameSync(file, `${file}.1`);
    return { file, from: existsSync(file) ? statSync(file).size : 0 };
  };
  const files = logFiles(host, options.app);
  return { stdout: at(files.stdout), stderr: at(files.stderr) };
}

function followLogs(logs: LogFiles, options: ServeOptions) {
  const lines: string[] = [];
  const readers = (["stdout", "stderr"] as const).map((stream) => {
    const splitter = new LineSplitter((line) => {
      lines.push(line);
      if (lines.length > 400) lines.splice(0, 200);
      options.onLine(stream, line);
    });
    return { splitter, ...logs[stream] };
  });
  const readAll = async () => {
    for (const reader of readers) reader.from = await readFrom(reader.file, reader.from, reader.splitter);
  };
  let isStopped = false;
  const following = (async () => {
    while (!isStopped) {
      await readAll();
      await sleep(25);
    }
  })();
  return {
    lines,
    /** Everything the process wrote so far has become lines, half a line included. */
    async catchUp() {
      isStopped = true;
      await following;
      await readAll();
      for (const { splitter } of readers) splitter.end();
    },
    stop() {
      isStopped = true;
    },
  };
}

async function readFrom(file: string, from: number, splitter: LineSplitter): Promise<number> {
  if (!existsSync(file)) return from;
  const handle = await open(file, "r");
  try {
    const buffer = Buffer.alloc(64 * 1024);
    for (let at = from; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return at;
      splitter.write(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

function noStartScript(): DeploymentFailure {
  return new DeploymentFailure({
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: "package.json has no start script, so Berth does not know how to run the app.",
    suggestions: ["Add a start script that serves on the port in the variable PORT, then deploy again."],
    recovery: [editAction],
  });
}

function neverGreen(lastAnswer: string, deadlineMs: number, lines: readonly string[]): DeploymentFailure {
  return new DeploymentFailure({
    type: "START_FAILED",
    severity: "recoverable",
    message: `The app started but was not healthy within ${Math.round(deadlineMs / 1000)} seconds: ${lastAnswer}.`,
    suggestions: [
      "Let the app listen on the number in the variable PORT.",
      "Let /api/health answer 200 as soon as the app can serve.",
    ],
    recovery: [editAction, logAction, retryAction],
    evidence: lines.filter((line) => line !== "").slice(-15),
  });
}
