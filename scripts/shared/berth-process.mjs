import { spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { answering, runningBerth } from "./berth-client.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const ownVariables = /^(BERTH_|DATABASE_URL$|AUTH_|ENCRYPTION_KEYS$|PORT$|HOST$|NODE_OPTIONS$|FORCE_COLOR$)/;

/**
 * Starts Berth the way `npm start` does, on its own data folder, and waits until it is ready.
 * It leads its own process group: killing the group leaves running what Berth started apart from itself.
 */
export async function startBerth({ home, env = {}, onLine = () => {}, deadlineMs = 600_000, signal }) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ownVariables.test(name)));
  const child = spawn(process.execPath, [path.join(root, "scripts", "start.mjs")], {
    cwd: root,
    env: { ...inherited, BERTH_HOME: home, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const lines = [];
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      onLine(line);
    });
  }
  const server = { home, pid: child.pid, lines, ended, ...stoppers(child, ended) };
  signal?.addEventListener("abort", () => void server.stop(), { once: true });
  // On PostgreSQL there is no cli.json: the caller names the port and signs in by the link.
  const find = env.DATABASE_URL ? () => answering({ home, url: `http://localhost:${env.PORT}`, token: "" }) : undefined;
  try {
    return { ...server, ...(await waitReady(server, find, deadlineMs)), signInLink: findLink(lines) };
  } catch (error) {
    await server.kill();
    throw error;
  }
}

function stoppers(child, ended) {
  const signalGroup = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  };
  return {
    /** The end of a power cut: no handler runs. */
    async kill() {
      signalGroup("SIGKILL");
      await ended;
    },
    /** Ctrl-C. */
    async stop() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => signalGroup("SIGKILL"), 30_000);
      const result = await ended;
      clearTimeout(timer);
      signalGroup("SIGKILL");
      return result;
    },
  };
}

async function waitReady(server, find = () => runningBerth(server.home), deadlineMs) {
  const until = Date.now() + deadlineMs;
  let exit;
  server.ended.then((value) => {
    exit = value;
  });
  while (Date.now() < until) {
    if (exit)
      throw new Error(`Berth ended with ${exit.signal ?? exit.code} before it was ready:\n${tail(server.lines)}`);
    // The link comes last; before it, cli.json may still be the one of a Berth that was killed.
    const found = findLink(server.lines) ? await find() : undefined;
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Berth was not ready within ${deadlineMs / 1000} s:\n${tail(server.lines)}`);
}

const tail = (lines) => lines.slice(-30).join("\n");

function findLink(lines) {
  for (const line of lines) {
    const match = line.match(/https?:\/\/\S*\/sign-in\S*[?#/]\S*/);
    if (match) return match[0];
  }
  return undefined;
}

/** A port nobody listens on at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Ends what a Berth that is stopped left running on its data folder: apps and their proxy. They are told by their launch
 * mark and a working folder inside that folder, so nothing else can be meant. Linux only; elsewhere nothing is ended.
 */
export function stopLaunched(home) {
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const isInside = readlinkSync(`/proc/${pid}/cwd`).startsWith(`${home}/`);
      const isLaunched = readFileSync(`/proc/${pid}/environ`, "latin1").includes("BERTH_LAUNCH=");
      if (isInside && isLaunched) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself, or belongs to somebody else.
    }
  }
}
