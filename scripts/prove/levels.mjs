import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "@babel/parser";
import { packageScript, root } from "../shared/runtime.mjs";
import { rowEnv, runInRow } from "./row-process.mjs";

/** Set by the runtime or the host, not by a person. */
const givenByRuntime = new Set(["NEXT_RUNTIME", "NODE_ENV", "PORT", "HOST", "CI"]);

/** Level 1: the same bytes twice, every file parses, and the variables the source reads are those declared. */
export function proveGenerated(catalog, config) {
  const files = catalog.generateProject(config);
  const digest = catalog.digestOf(files);
  if (catalog.digestOf(catalog.generateProject(structuredClone(config))) !== digest)
    throw new Error("Two runs differ.");
  const read = new Set();
  for (const { path: file, content } of files) {
    if (file.endsWith(".json")) JSON.parse(content);
    if (/\.(m|c)?(j|t)sx?$/.test(file)) readsOf(file, content, read);
    if (file.endsWith(".astro")) readsOf(`${file}.ts`, content.split("---")[1] ?? "", read);
  }
  const found = [...read].filter((key) => !givenByRuntime.has(key)).sort();
  const declared = catalog
    .variablesOf(config)
    .map(({ key }) => key)
    .sort();
  if (found.join() !== declared.join()) {
    throw new Error(`The source reads ${found.join(", ")}; declared are ${declared.join(", ")}.`);
  }
  return { files, digest };
}

/** Every `process.env.X` and `import.meta.env.X` in the syntax tree. */
function readsOf(file, content, read) {
  const plugins = ["typescript", ...(/x$/.test(file) ? ["jsx"] : [])];
  const tree = parse(content, { sourceType: "module", plugins, allowReturnOutsideFunction: true });
  visit(tree.program, (node) => {
    if (node.type !== "MemberExpression" || node.object.type !== "MemberExpression") return;
    const { object, property, computed } = node.object;
    const isEnvironment =
      !computed && property.name === "env" && (object.name === "process" || object.type === "MetaProperty");
    if (!isEnvironment) return;
    if (node.computed) throw new Error(`${file} reads a variable by a computed name.`);
    const isBuiltIn = object.type === "MetaProperty" && /^(PROD|DEV|SSR|MODE|BASE_URL)$/.test(node.property.name);
    if (!isBuiltIn) read.add(node.property.name);
  });
}

function visit(node, look) {
  look(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (typeof child?.type === "string") visit(child, look);
  }
}

/** Writes the files of a row into a folder of its own. */
export function writeRow(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  for (const { path: file, content, mode } of files) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
    if (mode === 0o755) chmodSync(target, mode);
  }
}

let installing;

/** One install of every package of the catalog, kept for as long as the catalog stays the same. */
function sharedInstall(catalog) {
  installing ??= installCatalog(catalog);
  return installing;
}

async function installCatalog({ clerkOverrides }) {
  const lock = readFileSync(path.join(root, "src", "modules", "scaffold", "catalog", "lockfile.json"), "utf8");
  const folder = path.join(tmpdir(), `berth-catalog-${createHash("sha256").update(lock).digest("hex").slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const staging = mkdtempSync(`${folder}-`);
  const { dependencies, devDependencies } = JSON.parse(lock).packages[""];
  const manifest = { name: "catalog", version: "0.1.0", dependencies, devDependencies, overrides: clerkOverrides };
  writeFileSync(path.join(staging, "package.json"), JSON.stringify(manifest));
  writeFileSync(path.join(staging, "package-lock.json"), lock);
  await runInRow("npm", ["ci", ...quiet], { cwd: staging, env: { ...rowEnv(staging), ...npmCache() }, seconds: 600 });
  // Another prover may have been faster.
  if (existsSync(folder)) rmSync(staging, { recursive: true, force: true });
  else renameSync(staging, folder);
  return folder;
}

const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];

/** Packages are downloaded once for all rows. */
function npmCache() {
  return { npm_config_cache: path.join(tmpdir(), "berth-prove-npm-cache") };
}

/** Level 2: the types hold, on the shared install. */
export async function proveTypes(catalog, folder, env) {
  const shared = await sharedInstall(catalog);
  symlinkSync(path.join(shared, "node_modules"), path.join(folder, "node_modules"));
  await runScript(folder, env, "typecheck", 180);
  rmSync(path.join(folder, "node_modules"));
}

/** The project's own lockfile, installed as a stranger would. */
export async function installRow(folder, env, config) {
  if (config.packageManager === "npm") {
    await runInRow("npm", ["ci", ...quiet], { cwd: folder, env: { ...env, ...npmCache() }, seconds: 300 });
    return;
  }
  const store = path.join(tmpdir(), "berth-prove-pnpm-store");
  const pnpm = packageScript("pnpm", "bin", "pnpm.cjs");
  const args = ["install", "--frozen-lockfile", "--ignore-scripts", "--prefer-offline", "--store-dir", store];
  await runInRow(process.execPath, [pnpm, ...args], { cwd: folder, env, seconds: 300 });
}

/** Runs a script of the project; `node --run` is the same for every package manager. */
export function runScript(folder, env, script, seconds) {
  return runInRow(process.execPath, ["--run", script], { cwd: folder, env, seconds });
}
