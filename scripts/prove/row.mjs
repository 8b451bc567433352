import { mkdirSync } from "node:fs";
import path from "node:path";
import { installRow, proveGenerated, proveTypes, runScript, writeRow } from "./levels.mjs";
import { rowEnv, startRow } from "./row-process.mjs";

/** Takes one row as far as `level`. Throws at the first thing that fails. */
export async function proveRow(catalog, row, { folder, level, services }) {
  const started = performance.now();
  const { config } = row;
  const { files, digest } = proveGenerated(catalog, config);
  const done = (fields = {}) => ({
    digest,
    level,
    exercised: [],
    notRun: [],
    seconds: Math.round((performance.now() - started) / 1000),
    ...fields,
  });
  if (level === 1) return done();
  const home = path.join(folder, "home");
  const app = path.join(folder, config.name);
  mkdirSync(home, { recursive: true });
  writeRow(app, files);
  const env = rowEnv(home);
  if (level === 2) {
    await proveTypes(catalog, app, env);
    return done();
  }
  await installRow(app, env, config);
  const scripts = Object.keys(JSON.parse(files.find(({ path: file }) => file === "package.json").content).scripts);
  // Next's own build checks the types.
  const checks = config.framework === "next" ? ["lint", "test"] : ["lint", "typecheck", "test"];
  for (const script of checks) {
    if (scripts.includes(script)) await runScript(app, env, script, 240);
  }
  await runScript(app, env, "build", 300);
  if (level === 3) return done();
  const parts = await startAndUse({ catalog, row, app, env, services, scripts });
  return done(parts);
}

async function startAndUse({ catalog, row, app, env, services, scripts }) {
  const { exerciseApp } = await import("./exercise.mjs");
  const setup = await services.setUp(row);
  const running = await startRow({ cwd: app, env: { ...env, ...setup.values } });
  try {
    const parts = await exerciseApp({ catalog, row, running, setup, services, app, env, scripts });
    await running.stop();
    return parts;
  } catch (error) {
    await running.stop().catch(() => undefined);
    throw new Error(`${error.stack ?? error}\n--- output of the app ---\n${running.output().slice(-4000)}`);
  }
}
