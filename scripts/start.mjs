// `npm start`: installs, builds when stale, migrates, serves. Plain Node without packages: on a fresh clone there are none.
import path from "node:path";
import { parseArgs } from "node:util";
import { runningBerth } from "./shared/berth-client.mjs";
import { writeLauncher } from "./shared/berth-command.mjs";
import { installPackages } from "./shared/install.mjs";
import { phase } from "./shared/phases.mjs";
import { choosePort } from "./shared/ports.mjs";
import { buildIfStale } from "./shared/production-build.mjs";
import { berthHome } from "./shared/runtime.mjs";
import { runMain, ScriptError } from "./shared/script-error.mjs";
import { serve } from "./shared/serve.mjs";
import { forwardSignals } from "./shared/signals.mjs";
import { freshSignInLink, printAppsLeft, printWelcome } from "./shared/welcome.mjs";

const usage = `Usage: npm start [-- --link]
  --link  also put the command berth into ~/.local/bin

Settings are environment variables, such as PORT, HOST, BERTH_HOME and DATABASE_URL; README.md lists them.`;

function readOptions() {
  try {
    return parseArgs({ options: { link: { type: "boolean" }, help: { type: "boolean", short: "h" } } }).values;
  } catch (error) {
    throw new ScriptError(`${error.message}\n${usage}`, 2);
  }
}

runMain(async () => {
  const options = readOptions();
  if (options.help) return console.log(usage);
  const home = berthHome();
  const logFile = path.join(home, "logs", "server.log");
  const running = process.env.DATABASE_URL ? undefined : await runningBerth(home);
  if (running) {
    if (options.link) console.log(`Wrote ${writeLauncher()}.`);
    console.log(`Berth already runs on ${home}.`);
    return printWelcome({ url: running.url, link: await freshSignInLink(running), home, logFile });
  }
  const host = process.env.HOST || "127.0.0.1";
  const { port, moved } = await choosePort(process.env, host);
  console.log("Berth\n");
  await phase("install", installPackages);
  await phase("build", buildIfStale);
  if (options.link) await phase("link", () => writeLauncher());
  if (moved) console.log(`  port                3000 is in use, so Berth takes ${port}`);
  const server = await serve({ port, host, home });
  forwardSignals(server);
  printWelcome({ url: server.url, link: server.link, home, logFile });
  console.log("  Ctrl-C stops Berth. Apps that run keep running.\n");
  const { code, signal } = await server.ended;
  process.exitCode = code ?? 1;
  if (code === 0 && !process.env.DATABASE_URL) await printAppsLeft();
  if (signal)
    console.error(`The server was ended by ${signal}. npm start brings it back; deployments go on where they were.`);
});
