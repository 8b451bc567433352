import { existsSync } from "node:fs";
import { defineConfig, firefox, type Project, webkit } from "@playwright/test";
import { chromiumFlags, findChromium } from "./scripts/shared/chromium.mjs";

// Chromium always; the others where Playwright's own builds are installed.
const chromium = await findChromium();
const engines: Project[] = [
  {
    name: "chromium",
    use: {
      browserName: "chromium",
      launchOptions: {
        executablePath: chromium.path,
        args: chromiumFlags,
        env: { ...definedOnly(process.env), ...chromium.env },
      },
    },
  },
  ...[firefox, webkit]
    .filter((engine) => existsSync(engine.executablePath()))
    .map((engine) => ({ name: engine.name(), use: { browserName: engine.name() as "firefox" | "webkit" } })),
];

const missing = ["firefox", "webkit"].filter((name) => !engines.some((engine) => engine.name === name));
// Every worker loads this file again; once is enough to say it.
if (process.env.TEST_WORKER_INDEX === undefined) {
  process.stderr.write(`Browsers: ${engines.map(({ name }) => name).join(", ")} (chromium: ${chromium.source})\n`);
  for (const name of missing) process.stderr.write(`Not installed: ${name} (npx playwright install ${name})\n`);
}

// The rest of a matrix: every run takes a sample of it, and only the chaos run this.
const whole = process.env.BERTH_CHAOS ? { grep: /@whole/ } : { grepInvert: /@whole/ };

// Without a browser: of the chaos tests every run takes the sample; BERTH_CHAOS=1 (npm run test:chaos) takes all.
const serverProjects: Project[] = [
  { name: "chaos", testDir: "e2e/chaos", ...(process.env.BERTH_CHAOS ? {} : { grep: /@sample/ }) },
];

export default defineConfig({
  outputDir: "test-results",
  forbidOnly: Boolean(process.env.CI),
  // A build of an app and a browser share the cores; a second worker would only measure the wait.
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: { trace: "retain-on-failure", screenshot: "only-on-failure", actionTimeout: 20_000 },
  projects: [...engines.map((engine) => ({ ...engine, testDir: "e2e/browser", ...whole })), ...serverProjects],
});

function definedOnly(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
