import { spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { findNode, root } from "../shared/runtime.mjs";

const keptOutput = 20_000;
const living = new Set();

/** Ends everything that still runs, at once: for a prover that is interrupted. */
export function endAll() {
  for (const child of living) if (child.pid !== undefined) endGroup(child, "SIGKILL");
}

/** What npm and TLS need from outside, and nothing else: no variable of this shell may help an app to build. */
const passedOn = /^(LANG|LC_ALL|TZ|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|https?_proxy|no_proxy|npm_config_.*)$/i;

/** The environment of a row: a clean one, with Berth's Node first on the PATH. */
export function rowEnv(home, extra = {}) {
  const own = Object.entries(process.env).filter(([key]) => passedOn.test(key));
  const searchPath = [path.dirname(findNode()), path.join(root, "node_modules", ".bin"), process.env.PATH ?? ""];
  return {
    ...Object.fromEntries(own),
    PATH: searchPath.join(path.delimiter),
    HOME: home,
    CI: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    ASTRO_TELEMETRY_DISABLED: "1",
    ...extra,
  };
}

/** Runs a command of a row to its end, with a deadline. Throws with the end of its output. */
export function runInRow(command, args, { cwd, env, seconds }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const output = collect(child);
    const timer = setTimeout(() => endGroup(child, "SIGKILL"), seconds * 1000);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(output());
      const ending = signal === "SIGKILL" ? `did not end within ${seconds} s` : `ended with ${signal ?? code}`;
      reject(new Error(`${[command, ...args].join(" ")} ${ending}.\n${output().slice(-6000)}`));
    });
  });
}

/** Starts the built app of a row on a free port and waits until its health endpoint answers at all. */
export async function startRow({ cwd, env }) {
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const child = spawn(findNode(), ["--run", "start"], {
    cwd,
    env: { ...env, PORT: String(port), HOST: "127.0.0.1", HOSTNAME: "127.0.0.1" },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(child);
  const app = { address, port, output, stop: () => stopRow(child, output) };
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const ending = child.exitCode ?? child.signalCode;
    if (ending !== null) throw new Error(`The app ended with ${ending}.\n${output().slice(-6000)}`);
    const answer = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer !== undefined) return app;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  endGroup(child, "SIGKILL");
  throw new Error(`The app did not answer within 60 s.\n${output().slice(-6000)}`);
}

/** SIGTERM must be enough. */
async function stopRow(child, output) {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The app had ended.\n${output()}`);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  endGroup(child, "SIGTERM");
  const timer = setTimeout(() => endGroup(child, "SIGKILL"), 15_000);
  await ended;
  clearTimeout(timer);
  if (child.signalCode === "SIGKILL") throw new Error(`The app did not end within 15 s of SIGTERM.\n${output()}`);
}

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Keeps the end of a child's output, and the child in mind for as long as it runs. */
function collect(child) {
  let text = "";
  living.add(child);
  child.once("close", () => living.delete(child));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      text = `${text}${chunk}`.slice(-keptOutput);
    });
  }
  return () => text;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
