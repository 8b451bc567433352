// Builds what is stale: the command-line tool, the helpers that run as processes of their own, and the Next app.
import { chmodSync, existsSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runNode } from "./shared/phases.mjs";
import { findNode, packageScript, root, versionOf } from "./shared/runtime.mjs";
import { contentHash, readStamp, writeStamp } from "./shared/stamp.mjs";

const programs = [
  { name: "cli", entry: "src/cli/main.ts" },
  { name: "proxy", entry: "src/modules/deployment/local/proxy-main.ts" },
  // The worker loads the database and the queue from node_modules, as the Next server does.
  { name: "worker", entry: "src/worker.ts", packages: "external" },
];
const configs = ["package-lock.json", "tsconfig.json", "next.config.ts", "postcss.config.mjs", "public"];

/** Bundles `dist/<name>.mjs` for each program whose source is here. */
export async function buildPrograms(names = programs.map(({ name }) => name)) {
  const { build } = await import("esbuild");
  for (const { name, entry, packages } of programs.filter((program) => names.includes(program.name))) {
    if (!existsSync(path.join(root, entry))) continue;
    const outfile = path.join(root, "dist", `${name}.mjs`);
    await build({
      entryPoints: [path.join(root, entry)],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node22",
      minify: true,
      keepNames: true,
      packages: packages ?? "bundle",
      tsconfig: path.join(root, "tsconfig.json"),
      define: { "process.env.NODE_ENV": '"production"' },
      // Bundled CommonJS packages ask for `require`.
      banner: {
        js: 'import { createRequire as berthRequire } from "node:module"; const require = berthRequire(import.meta.url);',
      },
      logLevel: "warning",
    });
    if (statSync(outfile).isFile()) chmodSync(outfile, 0o755);
  }
}

/** Builds when sources, lockfile or Node changed since the last build. Answers whether it did. */
export async function buildIfStale() {
  const stampFile = path.join(root, ".next", "berth-build");
  const wanted = contentHash(["src", "scripts/build.mjs", ...configs], [versionOf(findNode())]);
  if (readStamp(stampFile) === wanted && existsSync(path.join(root, "dist", "cli.mjs"))) return false;
  await buildPrograms();
  await runNode([packageScript("next", "dist", "bin", "next"), "build"]);
  writeStamp(stampFile, wanted);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  console.log((await buildIfStale()) ? "Built." : "Nothing changed since the last build.");
}
