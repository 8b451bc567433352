import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeBundles } from "./bundles.mjs";
import { runNode } from "./phases.mjs";
import { findNode, packageScript, root, toolEnv, versionOf } from "./runtime.mjs";
import { sourceHash } from "./source-hash.mjs";

const stamp = path.join(root, ".next", "berth-build");
const products = [".next/BUILD_ID", "dist/cli.mjs"];

/** Builds when sources, lockfile or Node changed since the last build that finished. Returns a remark. */
export async function buildIfStale() {
  const wanted = sourceHash(versionOf(findNode()));
  const isWhole = products.every((file) => existsSync(path.join(root, file)));
  if (isWhole && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return "up to date";
  rmSync(stamp, { force: true });
  await writeBundles();
  const env = toolEnv({ NODE_ENV: "production" });
  await runNode([packageScript("next", "dist", "bin", "next"), "build"], { env });
  writeFileSync(stamp, wanted);
  return undefined;
}
