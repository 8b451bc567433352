// `npm run catalog:update`: proposes newer packages for generated projects, and takes those that are shown to work.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { installPackages } from "./shared/install.mjs";
import { isOwnNode, runOnOwnNode } from "./shared/own-node.mjs";
import { runMain, ScriptError } from "./shared/script-error.mjs";

const usage = `Usage: npm run catalog:update [-- --dry-run] [--only NAME,NAME] [--major]
  --dry-run  only says what is newer
  --only     the groups of these packages; NAME@VERSION asks for that version
  --major    also releases that break what was
A group is accepted after a resolve of the whole catalog, an install from that lockfile, and types, build, start and
use of six projects with it. Until then nothing is changed here.`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      "dry-run": { type: "boolean", default: false },
      only: { type: "string" },
      major: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const only = values.only?.split(",").map((text) => {
    const [, name, version] = /^(@?[^@\s]+)(?:@(\S+))?$/.exec(text.trim()) ?? [];
    if (name === undefined) throw new ScriptError(`"${text}" is no name of a package.\n${usage}`, 2);
    return { name, version };
  });
  return { isDryRun: values["dry-run"], only, allowMajor: values.major, isHelp: values.help };
}

runMain(async () => {
  const options = readOptions();
  if (options.isHelp) return console.log(usage);
  await installPackages();
  if (!isOwnNode()) return runOnOwnNode();
  process.exitCode = await update(options);
});

async function update(options) {
  const { readCatalog } = await import("./catalog/catalog-files.mjs");
  const { propose } = await import("./catalog/propose.mjs");
  const { renderTable } = await import("./catalog/table.mjs");
  const stop = stopOnSignal();
  const work = mkdtempSync(path.join(tmpdir(), "berth-update-"));
  try {
    const catalog = await readCatalog();
    const { proposals, unknown } = await propose(catalog, options, stop);
    for (const { name, reason } of unknown) console.log(`  ${name} could not be looked up: ${reason}`);
    if (proposals.length === 0) return reportNothing(catalog, unknown);
    if (!options.isDryRun) await accept({ catalog, proposals, work, stop });
    console.log(`\n${renderTable(proposals)}`);
    return options.isDryRun || proposals.some(({ isAccepted }) => isAccepted) ? 0 : 1;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.log("\nStopped. Nothing was changed.");
    return 130;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function reportNothing({ catalogVersion }, unknown) {
  console.log(`Nothing is newer than catalog ${catalogVersion}.`);
  return unknown.length === 0 ? 0 : 1;
}

/** Marks every proposal with its verdict, and writes the files when some stand. */
async function accept({ catalog, proposals, work, stop }) {
  const { resolveProposals } = await import("./catalog/resolve.mjs");
  const { tryInstall, tryRows } = await import("./catalog/try-out.mjs");
  const { writeCatalog } = await import("./catalog/catalog-files.mjs");
  const resolved = await resolveProposals({ catalog, proposals, work, stop });
  if (resolved === undefined) return;
  const next = catalog.withResolve(resolved, new Date().toISOString().slice(0, 10));
  try {
    await tryInstall(resolved, stop);
    await tryRows(next, path.join(work, "rows"), stop);
  } catch (error) {
    stop.signal.throwIfAborted();
    for (const proposal of resolved.proposals) proposal.reason = firstLine(error);
    console.log(`\n${error.message}`);
    return;
  }
  writeCatalog(catalog, next);
  for (const proposal of resolved.proposals) proposal.isAccepted = true;
  console.log(`\nCatalog ${next.catalogVersion} is written. Evidence is of another: npm run scaffold:prove.`);
}

function firstLine(error) {
  return error.message.split("\n")[0];
}

/**
 * Ends what runs on the first signal, so that every step unwinds; a later signal ends at once. On Ctrl-C the terminal
 * signals the whole group and npm repeats it: that is one.
 */
function stopOnSignal() {
  const stop = new AbortController();
  let firstAt = 0;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, async () => {
      const { endAll } = await import("./prove/row-process.mjs");
      endAll();
      if (stop.signal.aborted && Date.now() - firstAt > 1000) process.exit(130);
      if (!stop.signal.aborted) firstAt = Date.now();
      stop.abort();
    });
  }
  return stop;
}
