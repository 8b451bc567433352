import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { findNode, toolEnv } from "./runtime.mjs";

/** Whether this process runs on the Node that Berth runs on; a host's may be too old for its packages. */
export function isOwnNode() {
  return realpathSync(findNode()) === realpathSync(process.execPath);
}

/** Runs this very command on Berth's Node. This process only waits, and hands on the signals that are meant for it. */
export async function runOnOwnNode() {
  const child = spawn(findNode(), process.argv.slice(1), { stdio: "inherit", env: toolEnv() });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}
