import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../shared/runtime.mjs";

const cacheFolder = path.join(root, "node_modules", ".cache", "berth");

// What the proof needs of the product, bundled from its sources: they are TypeScript and import by alias.
const source = `
export { pairwiseConfigs } from "@/modules/scaffold/catalog/pairwise";
export { popularConfigs, sampleConfigs } from "@/modules/scaffold/catalog/popular";
export { catalogVersion, clerkOverrides, versions } from "@/modules/scaffold/catalog/versions";
export { digestOf } from "@/modules/scaffold/digest";
export { proofKey } from "@/modules/scaffold/evidence";
export { commandOf } from "@/modules/scaffold/command";
export { generateProject } from "@/modules/scaffold/engine/project";
export { variablesOf } from "@/modules/scaffold/variables";
export { startCluster } from "@/server/testing/postgres-cluster";
`;

/** The catalog and its generator, as the product has them right now. */
export async function loadCatalog() {
  const { build } = await import("esbuild");
  mkdirSync(cacheFolder, { recursive: true });
  const outfile = path.join(cacheFolder, `prove-${process.pid}.mjs`);
  await build({
    absWorkingDir: root,
    stdin: { contents: source, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    packages: "external",
    alias: { "@": "./src" },
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}
