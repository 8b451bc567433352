import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "./runtime.mjs";

const configs = ["package.json", "package-lock.json", "tsconfig.json", "next.config.ts", "postcss.config.mjs"];
const inputs = ["src", "public", "scripts/shared/bundles.mjs", ...configs];
const isOutside = (name) => /\.test\.tsx?$/.test(name) || name === "testing" || name.startsWith(".");

/** Names what a build is made from: sources without tests, lockfile, configs and the version of Node. */
export function sourceHash(nodeVersion) {
  const hash = createHash("sha256").update(`${nodeVersion} ${process.platform} ${process.arch}\0`);
  for (const file of inputs.flatMap(filesBelow)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(file) {
  const full = path.join(root, file);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [file];
  const names = readdirSync(full).filter((name) => !isOutside(name));
  return names.sort().flatMap((name) => filesBelow(`${file}/${name}`));
}
