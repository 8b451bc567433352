// `npm test`: verify, then the database suites and the browser tests. `--chaos` runs the long kill and crash matrices whole.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installPackages } from "./shared/install.mjs";
import { phase, runNode } from "./shared/phases.mjs";
import { buildIfStale } from "./shared/production-build.mjs";
import { packageScript, toolEnv } from "./shared/runtime.mjs";
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
  results.push(await runBrowserTests());
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") === 0 ? 0 : 1;
}

async function runBrowserTests() {
  const report = path.join(tmpdir(), `berth-playwright-${process.pid}.json`);
  const env = toolEnv({ PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...(isChaos ? { BERTH_CHAOS: "1" } : {}) });
  const only = isChaos ? ["--project=chaos"] : [];
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
