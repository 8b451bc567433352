import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { runInRow } from "../prove/row-process.mjs";
import { toolEnv } from "../shared/runtime.mjs";

const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];

/** Runs npm as this machine has it set up, with a deadline. Throws with the end of its output. */
export function runNpm(args, { cwd, seconds }) {
  const { command, first } = npm();
  return runInRow(command, [...first, ...args, ...quiet], { cwd, env: toolEnv(), seconds });
}

/** What npm answers to a question, parsed. */
export async function askNpm(args, { seconds, signal }) {
  const { command, first } = npm();
  const options = { cwd: tmpdir(), env: toolEnv(), timeout: seconds * 1000, maxBuffer: 50_000_000, signal };
  const { stdout } = await promisify(execFile)(command, [...first, ...args, "--json", ...quiet], options);
  return JSON.parse(stdout);
}

/** `npm run` names its own npm-cli.js; a script started by hand takes npm from the PATH. */
function npm() {
  const own = process.env.npm_execpath;
  return own?.endsWith("npm-cli.js") ? { command: process.execPath, first: [own] } : { command: "npm", first: [] };
}
