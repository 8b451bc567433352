// `npm start`: installs, builds if the build is stale, starts the server, says where it is and how to sign in.
import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { cliCommand, installLauncher } from "./shared/launcher.mjs";
import { phase } from "./shared/phases.mjs";
import { isPortFree, nextFreePort } from "./shared/ports.mjs";
import { findNode, packageScript, root, toolEnv } from "./shared/runtime.mjs";

const readyWithinMs = 120_000;
const logRotatesAtBytes = 10 * 1024 * 1024;

async function main() {
  if (process.argv.includes("--help")) return console.log(usage);
  if (process.argv.includes("--link")) return console.log(installLauncher());
  console.log("Berth");
  await phase("install", async () => {
    const { installPackages } = await import("./shared/install.mjs");
    return (await installPackages()) ? undefined : "up to date";
  });
  await phase("build", async () => {
    const { buildIfStale } = await import("./build.mjs");
    return (await buildIfStale()) ? undefined : "up to date";
  });
  const host = process.env.HOST || "127.0.0.1";
  const { port, note } = await choosePort(host);
  let server;
  await phase("serve", async () => {
    server = await serve({ host, port });
  });
  announce({ ...server, note });
}

const usage = `Usage: npm start [-- --link]
  --link  put a launcher for the berth command into ~/.local/bin instead of starting

PORT, HOST, BERTH_HOME, DATABASE_URL and the other settings are described in README.md.`;

async function choosePort(host) {
  const wanted = Number(process.env.PORT || 3000);
  if (await isPortFree(wanted, host)) return { port: wanted };
  if (process.env.PORT) {
    throw new Error(
      `Port ${wanted} is in use. Set PORT to another one, or leave it out and Berth takes the next free one.`,
    );
  }
  const port = await nextFreePort(wanted + 1, host);
  return { port, note: `Port ${wanted} is in use, so Berth listens on ${port}.` };
}

/** Starts the server and waits until it is ready. The channel tells it when this process is gone. */
async function serve({ host, port }) {
  const home = path.resolve(process.env.BERTH_HOME || path.join(homedir(), ".berth"));
  const log = openLog(home);
  const args = [packageScript("next", "dist", "bin", "next"), "start", "-H", host, "-p", String(port)];
  const env = toolEnv({
    NODE_ENV: "production",
    NEXT_MANUAL_SIG_HANDLE: "1",
    PORT: String(port),
    HOST: host,
    BERTH_CLI_COMMAND: cliCommand(),
  });
  const child = spawn(findNode(), args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit", "ipc"] });
  // A server behind a process manager logs to standard output; a person at a terminal gets a file instead.
  child.stdout.pipe(process.env.DATABASE_URL ? process.stdout : log.stream, { end: false });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? (signal ? 1 : 0))));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  ended.then((code) => process.exit(code));
  const signInLink = new Promise((resolve) => {
    child.on("message", (message) => message?.type === "sign-in-link" && resolve(message.url));
  });
  // A wildcard address is not one to call.
  const callable = host === "0.0.0.0" || host === "::" ? "localhost" : host === "127.0.0.1" ? "localhost" : host;
  const url = process.env.BERTH_PUBLIC_URL || `http://${callable}:${port}`;
  await waitReady(`http://${callable === "localhost" ? "127.0.0.1" : callable}:${port}/api/ready`, `localhost:${port}`);
  return { url, port, log: process.env.DATABASE_URL ? undefined : log.file, signInLink: await soon(signInLink) };
}

function openLog(home) {
  const file = path.join(home, "logs", "server.log");
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file) && statSync(file).size > logRotatesAtBytes) renameSync(file, `${file}.1`);
  return { file, stream: createWriteStream(file, { flags: "a", mode: 0o600 }) };
}

async function waitReady(address) {
  const until = Date.now() + readyWithinMs;
  while (Date.now() < until) {
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The server did not become ready within ${readyWithinMs / 1000} s.`);
}

function soon(promise) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 10_000, undefined))]);
}

function announce({ url, port, log, signInLink, note }) {
  const lines = ["", note, `Berth runs at ${url}`];
  if (signInLink) lines.push(`Sign in once with this link (15 minutes):`, `  ${signInLink}`);
  if (process.env.SSH_CONNECTION) {
    lines.push("You are connected over SSH. On your own machine, open a tunnel first:");
    lines.push(
      `  ssh -L ${port}:localhost:${port} ${process.env.USER || "you"}@${process.env.SSH_CONNECTION.split(" ")[2]}`,
    );
  }
  lines.push(`A fresh link at any time: ${cliCommand()} open --print`);
  if (cliCommand() !== "berth") lines.push("For a shorter command, npm start -- --link puts berth into ~/.local/bin.");
  if (log) lines.push(`Log: ${log}`);
  lines.push("Stop with Ctrl-C.");
  console.log(lines.filter((line) => line !== undefined).join("\n"));
}

try {
  await main();
} catch (error) {
  console.error(`\nBerth cannot start. ${error.message}`);
  process.exit(1);
}
