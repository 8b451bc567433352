import { spawn } from "node:child_process";
import { findNode, root, toolEnv } from "./runtime.mjs";
import { ScriptError } from "./script-error.mjs";

const shownLines = 60;

/** Runs one phase and prints its line: name, time, and what `work` returns as a remark. */
export async function phase(name, work) {
  const started = performance.now();
  const finish = (remark) => phaseLine(name, performance.now() - started, remark);
  try {
    finish(await work());
  } catch (error) {
    finish("failed");
    throw error;
  }
}

/** One line of the phase list. */
export function phaseLine(name, ms, remark) {
  console.log(`  ${name.padEnd(10)}${`${(ms / 1000).toFixed(1)} s`.padStart(8)}${remark ? `   ${remark}` : ""}`);
}

/** Runs a program to its end and returns its output, which is only shown with `isShown` or when the program fails. */
export function runCommand(command, args, { env = toolEnv(), isShown = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: isShown ? "inherit" : ["ignore", "pipe", "pipe"] });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => output.push(chunk));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const text = Buffer.concat(output).toString("utf8");
      if (code === 0) return resolve(text);
      reject(
        new ScriptError(`${tail(text)}${[command, ...args].join(" ")} ended with ${signal ?? `exit code ${code}`}.`),
      );
    });
  });
}

/** Runs a script of a package with Berth's Node. */
export function runNode(args, options) {
  return runCommand(findNode(), args, options);
}

function tail(text) {
  const lines = text.trimEnd().split("\n");
  if (lines.length === 1 && lines[0] === "") return "";
  const skipped = lines.length > shownLines ? [`(${lines.length - shownLines} lines before these)`] : [];
  return `${[...skipped, ...lines.slice(-shownLines)].join("\n")}\n\n`;
}
