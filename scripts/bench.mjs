// `npm run bench`: one table of figures, each beside its peer from the same run where there is one.
import { parseArgs } from "node:util";
import { installPackages } from "./shared/install.mjs";
import { isOwnNode, runOnOwnNode } from "./shared/own-node.mjs";
import { buildIfStale } from "./shared/production-build.mjs";
import { findNode } from "./shared/runtime.mjs";
import { runMain, ScriptError } from "./shared/script-error.mjs";

const names = [
  "generate",
  "leaks",
  "new-command",
  "deploy",
  "query",
  "wizard-script",
  "wizard-preview",
  "log-latency",
  "memory",
  "hosted",
  "environment",
  "vault",
];
const usage = `Usage: npm run bench -- [--json] [--only NAME,NAME]
  --json  one JSON document on standard output
  --only  some of: ${names.join(", ")}`;

function readOptions() {
  const { values } = parseArgs({
    options: { json: { type: "boolean" }, only: { type: "string" }, help: { type: "boolean" } },
  });
  const only = values.only?.split(",") ?? names;
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new ScriptError(`There is no row ${unknown.join(", ")}.\n${usage}`, 2);
  return { isJson: values.json ?? false, only, isHelp: values.help ?? false };
}

runMain(async () => {
  const options = readOptions();
  if (options.isHelp) return console.log(usage);
  await installPackages();
  // The rows load packages that need Berth's own Node; a host with an older one only gets this far.
  if (!isOwnNode()) return runOnOwnNode();
  await buildIfStale();
  await run(options);
});

async function run({ isJson, only }) {
  const { Bench } = await import("./bench/bench.mjs");
  const { describeMachine, judged, renderTable } = await import("./bench/table.mjs");
  const machine = describeMachine(findNode());
  const bench = new Bench((text) => console.error(text));
  const rows = [];
  const notRun = [];
  process.once("SIGINT", () => void bench.close().then(() => process.exit(130)));
  try {
    for (const name of only) {
      const { title, measure } = await import(`./bench/${name}.mjs`);
      console.error(`${title} ...`);
      try {
        rows.push(...(await measure(bench)).map(judged));
      } catch (error) {
        notRun.push({ figure: title, reason: error.message });
      }
    }
  } finally {
    await bench.close();
  }
  if (isJson) return console.log(JSON.stringify({ machine, rows, notRun }, null, 2));
  const { cores, processor, memoryGb, os, node, loadAtStart } = machine;
  console.log(
    `${cores} cores (${processor}), ${memoryGb} GB, ${os}, Node ${node}, load at start ${loadAtStart.join(" ")}\n`,
  );
  if (rows.length > 0) console.log(renderTable(rows));
  for (const { figure, reason } of notRun) console.log(`\nNot run: ${figure}. ${reason}`);
  process.exitCode = rows.length === 0 ? 1 : 0;
}
