import { spawn } from "node:child_process";
import { berthCommand } from "./berth-command.mjs";
import { phaseLine } from "./phases.mjs";
import { isReady } from "./ready.mjs";
import { findNode, packageScript, root, toolEnv } from "./runtime.mjs";
import { ScriptError } from "./script-error.mjs";
import { watchOutput } from "./server-output.mjs";

const readyWithinMs = 120_000;

/**
 * Starts the built server and returns it once it is ready; prints the phases migrate and serve. Over the channel the
 * server sends its sign-in link, and learns when this process is gone.
 */
export async function serve({ port, host, home }) {
  const started = performance.now();
  const args = [packageScript("next", "dist", "bin", "next"), "start", "-p", String(port), "-H", host];
  const own = { PORT: String(port), HOST: host, BERTH_HOME: home, BERTH_CLI_COMMAND: berthCommand() };
  const child = spawn(findNode(), args, {
    cwd: root,
    env: toolEnv({ NODE_ENV: "production", NEXT_MANUAL_SIG_HANDLE: "1", ...own }),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = new Promise((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const server = { child, ended, url: localUrl(host, port), link: undefined, output: watchOutput(child, home) };
  child.on("message", (message) => {
    if (message?.type === "sign-in-link") server.link = message.url;
  });
  let serving = started;
  server.output.onEntry("Berth uses this database", ({ database }) => {
    phaseLine("migrate", performance.now() - started, database);
    serving = performance.now();
  });
  await waitReady(server);
  phaseLine("serve", performance.now() - serving);
  server.output.setReady();
  return server;
}

/** Where a program or a browser on this machine reaches the server: `localhost` throughout, because of the cookies. */
function localUrl(host, port) {
  const isLocal = ["127.0.0.1", "localhost", "::1", "::", "0.0.0.0"].includes(host);
  return `http://${isLocal ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function waitReady(server) {
  const deadline = Date.now() + readyWithinMs;
  let end;
  server.ended.then((value) => {
    end = value;
  });
  while (Date.now() < deadline) {
    if (end) throw new ScriptError(startFailure(end, server.output));
    if (await isReady(server.url)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.child.kill("SIGKILL");
  throw new ScriptError(`Berth was not ready within ${readyWithinMs / 1000} s. Its log is ${server.output.file}.`);
}

function startFailure({ code, signal }, output) {
  const isChatter = (line) => line.trim() === "" || /^\s*(▲|✓|-|⚠)/.test(line);
  const lines = output.plain.filter((line) => !isChatter(line));
  const reason = lines.length > 0 ? lines.join("\n") : `The server ended with ${signal ?? `exit code ${code}`}.`;
  return `\n${reason}\nThe log is ${output.file}.`;
}
