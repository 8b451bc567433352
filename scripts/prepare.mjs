// Runs after an install: makes the berth command and, for people who change Berth, the commit hooks. Never fails one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { writeBundles } from "./shared/bundles.mjs";
import { packageScript, root } from "./shared/runtime.mjs";

try {
  await writeBundles();
} catch {
  // Without esbuild (an install for production) or with sources in pieces, `npm start` makes the bundles.
}

const lefthook = packageScript("lefthook", "bin", "index.js");
if (!process.env.CI && existsSync(path.join(root, ".git")) && existsSync(lefthook)) {
  spawnSync(process.execPath, [lefthook, "install"], { cwd: root, stdio: "ignore", timeout: 20_000 });
}
