// `npm run scaffold:prove`: every row of the pairwise set generated, typed, built, started and used. Resumes where it was.
import { parseArgs } from "node:util";
import { installPackages } from "./shared/install.mjs";
import { isOwnNode, runOnOwnNode } from "./shared/own-node.mjs";
import { runMain, ScriptError } from "./shared/script-error.mjs";

const usage = `Usage: npm run scaffold:prove [-- --row N,N] [--level 1-4] [--jobs N] [--fresh] [--sample] [--broad] [--dry-run] [--check] [--readme]
  --row     these rows alone, by number
  --level   how far to go (default 4): 1 generate, 2 types, 3 build, 4 start and use
  --jobs    rows at the same time (default 2)
  --fresh   also rows whose evidence still holds
  --sample  six rows that cover every option, without writing evidence
  --broad   the twelve rows that with those six show most pairs of options, without writing evidence
  --dry-run does not write evidence
  --check   only says which rows have evidence that holds
  --readme  only writes how many of them there are into README.md`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      row: { type: "string" },
      level: { type: "string", default: "4" },
      jobs: { type: "string", default: "2" },
      fresh: { type: "boolean", default: false },
      sample: { type: "boolean", default: false },
      broad: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      readme: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const level = Number(values.level);
  if (![1, 2, 3, 4].includes(level)) throw new ScriptError(`There is no level ${values.level}.\n${usage}`, 2);
  const jobs = Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 16) throw new ScriptError(`--jobs is 1 to 16.\n${usage}`, 2);
  return { ...values, level, jobs, rows: values.row?.split(",").map(Number) };
}

runMain(async () => {
  const options = readOptions();
  if (options.help) return console.log(usage);
  await installPackages();
  if (!isOwnNode()) return runOnOwnNode();
  process.exitCode = await prove(options);
});

async function prove(options) {
  const { loadCatalog } = await import("./prove/catalog.mjs");
  const { allRows, broadRows, sampleRows } = await import("./prove/rows.mjs");
  const { EvidenceFile } = await import("./prove/evidence-file.mjs");
  const { describeProof, proveRows } = await import("./prove/prove.mjs");
  const catalog = await loadCatalog();
  const isSample = options.sample || options.broad;
  const samples = [...(options.sample ? sampleRows(catalog) : []), ...(options.broad ? broadRows(catalog) : [])];
  const rows = isSample ? samples : pick(allRows(catalog), options.rows);
  const evidence = new EvidenceFile(catalog, allRows(catalog));
  const open = rows.filter((row) => options.fresh || isSample || !evidence.holds(row, options.level));
  console.log(`${rows.length} rows, ${rows.length - open.length} with evidence that holds.`);
  if (options.readme) return (await import("./prove/readme.mjs")).writeReadme(catalog, rows, evidence);
  if (options.check) return reportOpen(open);
  const onProof = (row, proof) => {
    if (!isSample && !options["dry-run"]) evidence.save(row, proof);
    console.log(describeProof(row, proof));
  };
  const { passed, failed } = await proveRows(catalog, open, { ...options, onProof });
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function pick(rows, numbers) {
  if (numbers === undefined) return rows;
  return numbers.map((number) => {
    const row = rows.find((candidate) => candidate.number === number);
    if (row === undefined) throw new ScriptError(`There is no row ${number}; the rows are 1 to ${rows.length}.`, 2);
    return row;
  });
}

function reportOpen(open) {
  for (const { number, command } of open) console.log(`  row ${number}: ${command}`);
  return open.length === 0 ? 0 : 1;
}
