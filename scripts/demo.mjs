// `npm run demo`: the main job without a browser. Creates an app, deploys it to this machine and checks that it works.
// Plain Node without packages, because on a fresh clone it is what sets everything up.
import { parseArgs } from "node:util";
import { askApp, followDeployment, mutate, query, runningBerth } from "./shared/berth-client.mjs";
import { startBerth, stopLaunched } from "./shared/berth-process.mjs";
import { eventLine, sequenceFault } from "./shared/events.mjs";
import { berthHome } from "./shared/runtime.mjs";
import { runMain, ScriptError } from "./shared/script-error.mjs";

const steps = [
  ...["initialize", "create-project", "generate", "upload", "configure-environment"],
  ...["trigger-build", "monitor", "stream-logs", "complete"],
];
const stack = { framework: "next", database: "drizzle-postgres", auth: "nextauth", authProviders: ["credentials"] };
const usage = `Usage: npm run demo -- [--exit] [--kill-at STEP]
  --exit          stop the app and Berth when everything was checked
  --kill-at STEP  kill the server when STEP begins, start it again and show that the deployment finishes
                  (${steps.join(", ")})`;

function readOptions() {
  let values;
  try {
    values = parseArgs({
      options: { exit: { type: "boolean" }, "kill-at": { type: "string" }, help: { type: "boolean" } },
    }).values;
  } catch (error) {
    throw new ScriptError(`${error.message}\n${usage}`, 2);
  }
  const killAt = values["kill-at"];
  if (killAt !== undefined && !steps.includes(killAt)) {
    throw new ScriptError(`There is no step "${killAt}". Steps: ${steps.join(", ")}.`, 2);
  }
  return { exit: values.exit ?? false, killAt, help: values.help ?? false };
}

runMain(async () => {
  const options = readOptions();
  if (options.help) return console.log(usage);
  const home = berthHome();
  const running = await runningBerth(home);
  if (running && options.killAt) {
    throw new ScriptError(
      `A Berth is already running at ${running.url}, and --kill-at would take it from whoever uses it. ` +
        "Stop it first, or set BERTH_HOME to another folder.",
      2,
    );
  }
  if (running) {
    console.log(`Using the Berth that runs at ${running.url}.`);
    const demo = await deployAndCheck(running, running, {});
    return console.log(`Live at ${demo.url}`);
  }
  await demoOnOwnBerth(home, options);
});

async function demoOnOwnBerth(home, options) {
  const interrupted = new AbortController();
  let isQuiet = false;
  const onLine = (line) => (isQuiet ? undefined : console.log(line));
  const start = () => startBerth({ home, env: ownEnv(), onLine, signal: interrupted.signal });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupted.abort());
  const session = { server: undefined };
  try {
    session.server = await start();
    const demo = await deployAndCheck(session.server, session, { killAt: options.killAt, start });
    console.log(`Live at ${demo.url}${options.exit ? "" : " (Ctrl-C stops Berth)"}`);
    if (!options.exit) return await session.server.ended;
    isQuiet = true;
    await stopEverything(session.server, demo.name);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
  } finally {
    await session.server?.stop();
  }
}

/** The app, Berth and, unless other apps of this data folder run, the proxy in front of them. */
async function stopEverything(server, name) {
  await mutate(server, "deployment.stopApp", { name });
  const others = (await query(server, "deployment.apps")).filter((app) => app.status !== "stopped");
  await server.stop();
  if (others.length === 0) stopLaunched(server.home);
}

/** The demo is about the embedded default, so a DATABASE_URL in the shell stays out of it. */
function ownEnv() {
  const names = Object.keys(process.env).filter((name) => /^(BERTH_PUBLIC_URL|PORT|HOST)$/.test(name));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

async function deployAndCheck(berth, session, { killAt, start }) {
  const name = await freeName(berth);
  console.log(`Creating ${name}: next, drizzle-postgres, nextauth with credentials.`);
  const project = await mutate(berth, "project.create", { name, config: { name, ...stack } });
  const started = Date.now();
  const { id } = await mutate(berth, "deployment.start", { projectId: project.id, platform: "local" });
  const events = await printEvents(berth, id, session, { killAt, start });
  const now = session.server ?? berth;
  const deployment = await query(now, "deployment.get", { id });
  if (deployment.status !== "succeeded") throw new ScriptError(failure(deployment));
  console.log(`Deployed in ${((Date.now() - started) / 1000).toFixed(1)} s with ${events.length} events.`);
  if (killAt) showResume(events, deployment);
  await checkApp(deployment.url);
  return { name: deployment.appName ?? name, url: deployment.url };
}

async function freeName(berth) {
  const taken = new Set((await query(berth, "project.list")).map((project) => project.name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? "demo" : `demo-${number}`;
    if (!taken.has(name)) return name;
  }
}

/** Prints every event; kills the server when `killAt` begins, and goes on from the last event with the one started again. */
async function printEvents(berth, id, session, { killAt, start }) {
  const onEvent = (event) => console.log(eventLine(event));
  if (!killAt) return followDeployment(berth, id, { onEvent });
  const until = (event) => event.kind === "end" || (event.kind === "step" && event.step === killAt);
  const before = await followDeployment(berth, id, { onEvent, until });
  console.log(`Killing the server (SIGKILL) in ${killAt}.`);
  await session.server.kill();
  session.server = await start();
  const after = before.at(-1).seq;
  if (before.at(-1).kind === "end") return before;
  return [...before, ...(await followDeployment(session.server, id, { after, onEvent }))];
}

function showResume(events, deployment) {
  const fault = sequenceFault(events);
  if (fault) throw new ScriptError(`The events are not complete: ${fault}`);
  console.log(`Events 1 to ${events.at(-1).seq}: no gap, none twice.`);
  const finished = events.filter((event) => event.kind === "step" && event.status === "succeeded");
  const twice = steps.filter((step) => finished.filter((event) => event.step === step).length > 1);
  if (twice.length > 0) throw new ScriptError(`These steps finished more than once: ${twice.join(", ")}.`);
  for (const step of deployment.steps) console.log(`  ${step.name}: ${step.status}, attempts ${step.attempts}`);
  console.log("Every step finished once.");
}

async function checkApp(url) {
  const page = await askApp(url);
  expect(page.status === 200, `GET ${url} answered ${page.status}, not 200.`);
  const health = await askApp(`${url}/api/health`);
  expect(health.status === 200, `GET ${url}/api/health answered ${health.status}: ${health.text}`);
  const text = `Written by the demo at ${new Date().toISOString()}`;
  const written = await askApp(`${url}/api/notes`, { method: "POST", body: { text } });
  expect(written.status < 300, `POST ${url}/api/notes answered ${written.status}: ${written.text}`);
  const read = await askApp(`${url}/api/notes`);
  expect(
    read.status === 200 && read.text.includes(text),
    `GET ${url}/api/notes does not list the new note: ${read.text}`,
  );
  console.log("Checked: the page answers 200, /api/health is green, a note was written and read back.");
}

function expect(isTrue, message) {
  if (!isTrue) throw new ScriptError(message);
}

function failure(deployment) {
  const { error, status } = deployment;
  return [`The deployment ended as ${status}.`, error?.message, ...(error?.suggestions ?? [])]
    .filter(Boolean)
    .join("\n");
}
