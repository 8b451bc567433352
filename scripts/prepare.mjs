// Runs after an install: makes the command-line tool and the commit hook. A part that is not there is passed over,
// because an install must not fail for it; `npm start` builds what is missing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./shared/runtime.mjs";

if (existsSync(path.join(root, "node_modules", "esbuild"))) {
  try {
    const { buildPrograms } = await import("./build.mjs");
    await buildPrograms(["cli"]);
  } catch (error) {
    console.warn(`The berth command was not built and will be by npm start: ${error.message.split("\n")[0]}`);
  }
}

const lefthook = path.join(root, "node_modules", "lefthook", "bin", "index.js");
if (existsSync(path.join(root, ".git")) && existsSync(lefthook) && !process.env.CI) {
  spawnSync(process.execPath, [lefthook, "install"], { cwd: root, stdio: "ignore", timeout: 20_000 });
}
