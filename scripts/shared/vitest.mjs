import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findNode, packageScript, root, toolEnv } from "./runtime.mjs";

/** Runs these vitest projects with their output shown, and counts. A run that produced no report is one failure. */
export async function runVitest(projects, { env = {} } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "berth-vitest-"));
  const report = path.join(folder, "report.json");
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const args = [
    packageScript("vitest", "vitest.mjs"),
    "run",
    ...projects.flatMap((name) => ["--project", name]),
    ...reporters,
  ];
  const code = await new Promise((resolve) => {
    spawn(findNode(), args, { cwd: root, env: toolEnv(env), stdio: ["ignore", "inherit", "inherit"] }).once(
      "exit",
      resolve,
    );
  });
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, numTotalTests } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    const failed = Math.max(numFailedTests, code === 0 ? 0 : 1, numTotalTests === 0 ? 1 : 0);
    if (numFailedTests === 0 && numFailedTestSuites > 0) console.log(`${numFailedTestSuites} test files did not load.`);
    return { passed: numPassedTests, failed };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
