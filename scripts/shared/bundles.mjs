import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findNode, root } from "./runtime.mjs";

const dist = path.join(root, "dist");

// Bundled CommonJS packages call require, which a module does not have.
const requireBanner =
  'import { createRequire as berthRequire } from "node:module"; const require = berthRequire(import.meta.url);';

const bundles = [
  // The CLI carries its packages and also runs on the machine's own Node 20. As CommonJS it loads each part of Node and
  // runs each part of itself only when a command needs it: that is most of the time of a short command.
  // What it loads writes `import * as z from "zod"`: of `import { z }` esbuild keeps all of zod, with 50 languages.
  // The lists of frameworks stay in node_modules: only detection wants them, and they double the size of the file.
  {
    file: "cli-program.cjs",
    entry: "src/cli/main.ts",
    target: "node20",
    format: "cjs",
    banner: "",
    external: ["@vercel/*"],
  },
  { file: "proxy.mjs", entry: "src/modules/deployment/local/proxy-main.ts" },
  // The worker loads the database and the queue from node_modules, as the server does.
  { file: "worker.mjs", entry: "src/worker.ts", packages: "external" },
];

/** `dist/cli.mjs`. From Node 22 on the compiled program is kept beside it, so that a command need not compile it again. */
const cliStart = `#!/usr/bin/env node
import nodeModule from "node:module";
import path from "node:path";

nodeModule.enableCompileCache?.(path.join(import.meta.dirname, "cli-cache"));
nodeModule.createRequire(import.meta.url)("./cli-program.cjs");
`;

/**
 * Runs the CLI with Berth's own Node. Without the `--` Node takes an --env-file of ours for itself, wherever it stands. The
 * launcher on the PATH says what it is called by; the title tells the CLI, which shows commands that run as pasted.
 */
export const launcher = `#!/bin/sh
dist=$(cd "$(dirname "$0")" && pwd)
node="$dist/../node_modules/.bin/node"
"$node" --version >/dev/null 2>&1 || node=node
exec "$node" \${BERTH_AS:+--title="$BERTH_AS"} -- "$dist/cli.mjs" "$@"
`;

/** Writes dist/: the CLI with its launcher, the proxy of local apps and the worker. Throws without esbuild. */
export async function writeBundles() {
  const { build } = await import("esbuild");
  await Promise.all(bundles.map((bundle) => writeBundle(build, bundle)));
  writeFileSync(path.join(dist, "cli.mjs"), cliStart, { mode: 0o755 });
  writeFileSync(path.join(dist, "berth"), launcher, { mode: 0o755 });
  fillCompileCache();
}

async function writeBundle(
  build,
  { file, entry, target = "node22", format = "esm", banner = requireBanner, packages, external },
) {
  if (!existsSync(path.join(root, entry))) return;
  const outfile = path.join(dist, file);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format,
    target,
    packages,
    external,
    // Not the identifiers: classes and functions keep their names in errors.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    tsconfig: path.join(root, "tsconfig.json"),
    define: { "process.env.NODE_ENV": '"production"' },
    banner: { js: banner },
    logLevel: "silent",
  });
  chmodSync(outfile, 0o755);
}

/** Fills the compile cache of the CLI by a first run; what it does not hold is compiled when it is used. */
function fillCompileCache() {
  rmSync(path.join(dist, "cli-cache"), { recursive: true, force: true });
  const folder = mkdtempSync(path.join(tmpdir(), "berth-cli-"));
  const options = ["--database", "drizzle-postgres", "--auth", "nextauth", "--auth-providers", "credentials"];
  const args = [path.join(dist, "cli.mjs"), "new", "app", ...options, "--out", path.join(folder, "app")];
  spawnSync(findNode(), args, { stdio: "ignore", timeout: 20_000 });
  rmSync(folder, { recursive: true, force: true });
}
