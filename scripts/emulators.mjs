// `npm run emulators`: local stand-ins of the platforms, for trying their flows without an account.
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { startModelServer } from "./prove/model-server.mjs";
import { installPackages } from "./shared/install.mjs";
import { isOwnNode, runOnOwnNode } from "./shared/own-node.mjs";
import { root } from "./shared/runtime.mjs";
import { runMain, ScriptError } from "./shared/script-error.mjs";

const usage = `Usage: npm run emulators -- [--scenario FILE] [--port N]
  --scenario FILE  how the platforms behave, as JSON (e2e/emulators/README.md)
  --port N         the first of five ports in a row; free ones unless told`;

function readOptions() {
  let values;
  try {
    values = parseArgs({
      options: { scenario: { type: "string" }, port: { type: "string" }, help: { type: "boolean" } },
    }).values;
  } catch (error) {
    throw new ScriptError(`${error.message}\n${usage}`, 2);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_531)) {
    throw new ScriptError(`--port is a number from 1 to 65530.\n${usage}`, 2);
  }
  return { scenario: values.scenario, port, isHelp: values.help ?? false };
}

runMain(async () => {
  const { scenario, port, isHelp } = readOptions();
  if (isHelp) return console.log(usage);
  await installPackages();
  if (!isOwnNode()) return runOnOwnNode();
  const { ScenarioFile, startEmulators } = await loadEmulators();
  const { standIns, close } = await startEmulators(readScenario(scenario, ScenarioFile), port).catch((error) => {
    throw error?.code === "EADDRINUSE"
      ? new ScriptError(`Port ${error.port} is in use. Choose another --port.`)
      : error;
  });
  const model = await startModelServer();
  console.log(describe(standIns, model.url).join("\n"));
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      await Promise.all([close(), model.close()]);
      process.exit(0);
    });
  }
});

/** The stand-ins are TypeScript: they are bundled at each start, which takes less than a second. */
async function loadEmulators() {
  const { build } = await import("esbuild");
  const outfile = path.join(root, "dist", "emulators.mjs");
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ["e2e/emulators/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    packages: "external",
    logLevel: "silent",
  });
  return import(pathToFileURL(outfile).href);
}

function readScenario(file, ScenarioFile) {
  if (file === undefined) return {};
  let json;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ScriptError(`The scenario ${file} could not be read: ${error.message}`, 2);
  }
  const parsed = ScenarioFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path: at, message }) => `  ${at.join(".") || "file"}: ${message}`);
  throw new ScriptError([`The scenario ${file} is not valid:`, ...faults].join("\n"), 2);
}

function describe(standIns, modelUrl) {
  const environment = Object.entries(Object.assign({}, ...standIns.map((standIn) => standIn.environment)));
  const connectable = standIns.filter(({ connectAs }) => connectAs !== undefined);
  return [
    "Local stand-ins of the platforms. Nothing here reaches a real account, and nothing that is deployed runs.",
    "",
    "Start Berth with these lines in its environment:",
    ...environment.map(([name, value]) => `${name}=${value}`),
    "",
    "Tokens (the good one is accepted, the bad one refused):",
    ...standIns.map(({ label, goodToken, badToken }) => `  ${label.padEnd(17)} good ${goodToken}   bad ${badToken}`),
    "",
    "Connect on the page Connections, or with the command:",
    ...connectable.map(
      ({ connectAs, goodToken }) => `  echo ${goodToken} | npx berth platform connect ${connectAs} --token-stdin`,
    ),
    "",
    `AI model, OpenAI-compatible: ${modelUrl}/v1 with any key; a key that contains "refused" is refused.`,
    "",
    "Change how a platform behaves while it runs:",
    `  curl -X PUT ${standIns[0].address}/__emulator/scenario -d '{"outcomes":[{"result":"build-failed"}]}'`,
    "",
    "Ctrl-C ends them.",
  ];
}
