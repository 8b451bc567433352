import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const systemNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** What a browser needs to run as root, in a container and without talking to anyone but us. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Finds a Chromium: CHROMIUM_PATH, the system's, else the one inside the npm package @sparticuz/chromium. */
export async function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) {
    if (!existsSync(env.CHROMIUM_PATH)) {
      throw new Error(`CHROMIUM_PATH is ${env.CHROMIUM_PATH}, and there is no such file. Correct it or unset it.`);
    }
    return { path: env.CHROMIUM_PATH, env: {}, source: "CHROMIUM_PATH" };
  }
  const system = findOnPath(systemNames, env.PATH ?? "");
  if (system) return { path: system, env: {}, source: "system" };
  return unpackedChromium(env);
}

/** The first of these programs that stands on a PATH. */
function findOnPath(names, searchPath) {
  for (const name of names) {
    for (const folder of searchPath.split(path.delimiter)) {
      const file = path.join(folder, name);
      if (folder && existsSync(file)) return file;
    }
  }
  return undefined;
}

// The package unpacks into the temporary folder of whoever asks, so it is unpacked by a child with a folder of its own
// and moved into place at once: a second test run never sees half a browser.
async function unpackedChromium(env) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("No Chromium was found. Install Chromium or Chrome, or set CHROMIUM_PATH to one.");
  }
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const packageDir = path.dirname(path.dirname(entry));
  const { version } = JSON.parse(readFileSync(path.join(packageDir, "package.json"), "utf8"));
  const target = path.join(tmpdir(), `berth-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(path.join(target, "chromium"))) await unpack(packageDir, target, env);
  const libraries = [path.join(target, "al2023", "lib"), env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  return {
    path: path.join(target, "chromium"),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: path.join(target, "fonts") },
    source: `@sparticuz/chromium ${version}`,
  };
}

const unpackScript = `
const [packageUrl, archives] = process.argv.slice(1);
const { inflate } = await import(packageUrl);
for (const archive of JSON.parse(archives)) await inflate(archive);
`;

async function unpack(packageDir, target, env) {
  const staging = mkdtempSync(path.join(tmpdir(), "berth-chromium-unpack-"));
  try {
    const archives = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"].map((name) =>
      path.join(packageDir, "bin", name),
    );
    const entry = pathToFileURL(path.join(packageDir, "build", "index.js")).href;
    await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", unpackScript, entry, JSON.stringify(archives)],
      { env: { ...env, TMPDIR: staging } },
    );
    rmSync(target, { recursive: true, force: true });
    renameSync(staging, target);
  } catch (error) {
    if (!existsSync(path.join(target, "chromium"))) throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
