import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../shared/runtime.mjs";

const cacheFolder = path.join(root, "node_modules", ".cache", "berth");

// What the proof needs of the product, bundled from its sources: they are TypeScript and import by alias.
const source = `
export { pairwiseConfigs } from "@/modules/scaffold/catalog/pairwise";
export { popularConfigs, sampleConfigs } from "@/modules/scaffold/catalog/popular";
export { optionsTable, provenTable } from "@/modules/scaffold/catalog/readme-tables";
export { catalogVersion, clerkOverrides, versions } from "@/modules/scaffold/catalog/versions";
export { digestOf } from "@/modules/scaffold/digest";
export { proofKey } from "@/modules/scaffold/evidence";
export { commandOf } from "@/modules/scaffold/command";
export { generateProject } from "@/modules/scaffold/engine/project";
export { variablesOf } from "@/modules/scaffold/variables";
export { startCluster } from "@/server/testing/postgres-cluster";
`;

/** The catalog and its generator, as the product has them right now; `replaced` gives files of it another text. */
export function loadCatalog(replaced) {
  return loadSource("prove", source, replaced);
}

/** A module of the product's TypeScript, bundled from this text. */
export async function loadSource(name, contents, replaced = {}) {
  const { build } = await import("esbuild");
  mkdirSync(cacheFolder, { recursive: true });
  const outfile = path.join(cacheFolder, `${name}-${process.pid}.mjs`);
  await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    packages: "external",
    alias: { "@": "./src" },
    plugins: [replacing(replaced)],
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}

/** Bundles another text in place of a file, by its path from the root; the file itself stays as it is. */
function replacing(replaced) {
  return {
    name: "replacing",
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.(ts|json)$/ }, ({ path: file }) => {
        const contents = replaced[path.relative(root, file)];
        return contents === undefined ? undefined : { contents, loader: path.extname(file).slice(1) };
      }),
  };
}
