import { chmodSync, existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./runtime.mjs";

// Bundled CommonJS packages call require, which a module does not have.
const requireBanner =
  'import { createRequire as berthRequire } from "node:module"; const require = berthRequire(import.meta.url);';

const bundles = [
  // The CLI carries its packages and also runs on the machine's own Node 20.
  { name: "cli", entry: "src/cli/main.ts", target: "node20" },
  { name: "proxy", entry: "src/modules/deployment/local/proxy-main.ts", target: "node22" },
  // The worker loads the database and the queue from node_modules, as the server does.
  { name: "worker", entry: "src/worker.ts", target: "node22", packages: "external" },
];

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
  writeFileSync(path.join(root, "dist", "berth"), launcher, { mode: 0o755 });
}

async function writeBundle(build, { name, entry, target, packages = "bundle" }) {
  if (!existsSync(path.join(root, entry))) return;
  const outfile = path.join(root, "dist", `${name}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target,
    packages,
    minify: true,
    keepNames: true,
    legalComments: "none",
    tsconfig: path.join(root, "tsconfig.json"),
    define: { "process.env.NODE_ENV": '"production"' },
    banner: { js: requireBanner },
    logLevel: "silent",
  });
  chmodSync(outfile, 0o755);
}
