import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { childEnv } from "../env";

export interface Child {
  process: ChildProcess;
  /** Resolves with the first message of this type that says yes. */
  next(type: string, matches?: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  messages: Record<string, unknown>[];
  kill(): Promise<void>;
}

/** Bundles a script, one of the kernel unless told, so that plain Node runs it as a process of its own. */
export async function bundleScript(name: string, folder = "src/server/testing"): Promise<string> {
  const outfile = path.resolve(".berth-test", `${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [path.resolve(folder, `${name}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    packages: "external",
    alias: { "@": path.resolve("src") },
    logLevel: "silent",
  });
  process.once("exit", () => rmSync(outfile, { force: true }));
  return outfile;
}

/** Starts a bundled script; its stdout is one JSON message a line. */
export function startChild(script: string, args: string[], env: Record<string, string>): Child {
  const child = spawn(process.execPath, [script, ...args], { env: childEnv(env), stdio: ["ignore", "pipe", "pipe"] });
  const messages: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr = `${stderr}${chunk}`.slice(-4_000);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    messages.push(JSON.parse(line));
    for (const check of waiting) check();
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void exited.then(() => {
    for (const check of waiting) check();
  });
  return {
    process: child,
    messages,
    next: (type, matches = () => true) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const found = messages.find((message) => message.type === type && matches(message));
          if (!found && child.exitCode === null && child.signalCode === null) return;
          waiting.delete(check);
          if (found) resolve(found);
          else reject(new Error(`The process ended before it said ${type}:\n${stderr}`));
        };
        waiting.add(check);
        check();
      }),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
    },
  };
}
