import { spawn } from "node:child_process";
import { findNode, root, toolEnv } from "./runtime.mjs";

/** Prints one line per phase with its time. `work` may answer a note that is shown instead of the time. */
export async function phase(name, work) {
  const started = performance.now();
  const note = await work();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`  ${name.padEnd(10)} ${note ?? `${seconds} s`}`);
}

export class CommandFailed extends Error {}

/** Runs a command to its end; its output is kept and only shown when it fails, unless `isShown`. */
export function runCommand(command, args, { env = toolEnv(), isShown = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: isShown ? "inherit" : ["ignore", "pipe", "pipe"] });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => output.push(chunk));
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      const text = Buffer.concat(output).toString();
      if (code === 0) return resolve(text);
      reject(new CommandFailed(`${[command, ...args].join(" ")} ended with ${signal ?? code}.\n${text.slice(-8_000)}`));
    });
  });
}

/** Runs a script of a package with Berth's Node. */
export function runNode(args, options) {
  return runCommand(findNode(), args, options);
}
