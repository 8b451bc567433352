// `npm test`: verify, then the database suites and the browser tests. `--chaos` runs the long matrices whole: kill, crash,
// and the types of every row of the catalog.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installPackages } from "./shared/install.mjs";
import { phase, runNode } from "./shared/phases.mjs";
import { buildIfStale } from "./shared/production-build.mjs";
import { packageScript, root, toolEnv } from "./shared/runtime.mjs";
import { runMain } from "./shared/script-error.mjs";
import { runVitest } from "./shared/vitest.mjs";
import { verify } from "./verify.mjs";

const isChaos = process.argv.includes("--chaos");

async function main() {
  const results = [];
  if (isChaos) await phase("install", installPackages);
  else results.push(await verify());
  await phase("build", buildIfStale);
  results.push(await runVitest([isChaos ? "chaos" : "db"]));
  results.push(await proveCatalog());
  results.push(await runBrowserTests());
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") === 0 ? 0 : 1;
}

const proofs = {
  sample: [
    ["types", ["--level", "2", "--broad"]],
    ["stacks", ["--sample"]],
  ],
  chaos: [["types", ["--level", "2", "--fresh", "--dry-run"]]],
};

/** The six rows that show every option built, started and used, and the types of twelve more; the types of all for chaos. */
async function proveCatalog() {
  const script = path.join(root, "scripts", "scaffold-prove.mjs");
  const sum = { passed: 0, failed: 0 };
  for (const [name, args] of isChaos ? proofs.chaos : proofs.sample) {
    await phase(name, async () => {
      const output = await runNode([script, ...args], {}).catch((error) => error.message);
      const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [undefined, "0", "1"];
      if (failed !== "0") console.log(output);
      sum.passed += Number(passed);
      sum.failed += Number(failed);
      return `${passed} passed, ${failed} failed`;
    });
  }
  return sum;
}

async function runBrowserTests() {
  const report = path.join(tmpdir(), `berth-playwright-${process.pid}.json`);
  const env = toolEnv({ PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...(isChaos ? { BERTH_CHAOS: "1" } : {}) });
  const only = isChaos ? ["--project=chaos", "--project=chromium"] : [];
  try {
    const playwright = packageScript("@playwright", "test", "cli.js");
    await runNode([playwright, "test", "--reporter=line,json", ...only], { env, isShown: true });
  } catch (error) {
    console.log(error.message);
  }
  try {
    const { stats } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected + (stats.expected === 0 ? 1 : 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

runMain(main);
