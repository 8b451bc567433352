// `npm test`: verify, then the database suites and the browser tests. `--chaos` runs the long kill and crash matrices whole.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildIfStale } from "./build.mjs";
import { installPackages } from "./shared/install.mjs";
import { phase, runNode } from "./shared/phases.mjs";
import { packageScript } from "./shared/runtime.mjs";
import { runVitest } from "./shared/vitest.mjs";
import { verify } from "./verify.mjs";

const isChaos = process.argv.includes("--chaos");

async function main() {
  await phase("install", async () => ((await installPackages()) ? undefined : "up to date"));
  const results = [];
  if (!isChaos) results.push(await verify());
  await phase("build", async () => ((await buildIfStale()) ? undefined : "up to date"));
  results.push(await runVitest([isChaos ? "chaos" : "db"]));
  results.push(await runBrowserTests());
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") === 0 ? 0 : 1;
}

async function runBrowserTests() {
  const report = path.join(tmpdir(), `berth-playwright-${process.pid}.json`);
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...(isChaos ? { BERTH_E2E: "chaos" } : {}) };
  try {
    await runNode([packageScript("@playwright", "test", "cli.js"), "test", "--reporter=line,json"], {
      env,
      isShown: true,
    });
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

await main();
