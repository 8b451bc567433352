import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect } from "vitest";
import { childEnv } from "@/server/env";

/** Everything a test file's commands read and write. */
export const folder = mkdtempSync(path.join(tmpdir(), "berth-cli-"));
/** The bundled command. */
export const program = path.join(folder, "cli.mjs");
let counter = 0;

/** Bundles the command for the tests of a file, and clears up after them. */
export function bundleBerth(): void {
  beforeAll(async () => {
    await build({
      entryPoints: [path.resolve("src/cli/main.ts")],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      alias: { "@": path.resolve("src") },
      banner: { js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);' },
      logLevel: "silent",
    });
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));
}

interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
  /** What is in the folder the command ran in, afterwards. */
  files: string[];
  cwd: string;
}

/** Runs the command as a process of its own, in an empty folder and on an empty data folder. */
export async function berth(
  args: string[],
  options: { env?: Record<string, string>; files?: Record<string, string>; input?: string } = {},
) {
  counter += 1;
  const cwd = path.join(folder, `run-${counter}`);
  const home = path.join(folder, `home-${counter}`);
  mkdirSync(cwd);
  for (const [name, content] of Object.entries(options.files ?? {})) writeFileSync(path.join(cwd, name), content);
  const env = childEnv({ HOME: home, BERTH_HOME: home, XDG_CONFIG_HOME: home, ...options.env });
  const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
  // A command that refuses at once does not wait for its input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (part) => {
    stdout += part;
  });
  child.stderr.on("data", (part) => {
    stderr += part;
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  const result: Result = { code, stdout, stderr, files: readdirSync(cwd), cwd };
  return result;
}

/** Expects that a command fails so, with nothing on standard output and nothing written. */
export function expectRefused(result: Result, code: number, message: RegExp, files: string[] = []) {
  expect({ code: result.code, stdout: result.stdout, files: result.files }).toEqual({ code, stdout: "", files });
  expect(result.stderr).toMatch(message);
}
