import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { chromiumFlags, findChromium } from "../shared/chromium.mjs";
import { freePort, runInRow } from "./row-process.mjs";

/** A page of a new browser, for as long as `work` takes. */
export async function withPage(work, options = {}) {
  const found = await findChromium();
  const browser = await chromium.launch({
    executablePath: found.path,
    args: chromiumFlags,
    env: { ...process.env, ...found.env },
  });
  try {
    return await work(await browser.newPage(options));
  } finally {
    await browser.close();
  }
}

/** The project's own browser tests, against the build that stands there, with the browser of this machine. */
export async function runBrowserTests({ app, env, setup }) {
  const found = await findChromium();
  const config = path.join(app, "playwright.prove.config.ts");
  const launch = { executablePath: found.path, args: chromiumFlags };
  writeFileSync(
    config,
    `import base from "./playwright.config";

export default {
  ...base,
  workers: 1,
  // It is built already.
  webServer: { ...base.webServer, command: String(base.webServer.command).split(" && ").at(-1) },
  use: { ...base.use, launchOptions: ${JSON.stringify(launch)} },
};
`,
  );
  const port = String(await freePort());
  const own = { ...env, ...found.env, ...setup.values, PORT: port };
  const cli = path.join(app, "node_modules", "@playwright", "test", "cli.js");
  try {
    await runInRow(process.execPath, [cli, "test", "--config", config, "--reporter=line"], {
      cwd: app,
      env: own,
      seconds: 300,
    });
  } finally {
    rmSync(config, { force: true });
  }
}
