import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { loadCatalog } from "../prove/catalog.mjs";
import { describeProof } from "../prove/prove.mjs";
import { proveRow } from "../prove/row.mjs";
import { sampleRows } from "../prove/rows.mjs";
import { Services } from "../prove/services.mjs";
import { runNpm } from "./npm.mjs";

/** Installs everything the lockfile names: a release whose archive is missing or altered shows here. */
export async function tryInstall({ folder }, stop) {
  console.log("  npm ci ...");
  await runNpm(["ci", "--ignore-scripts"], { cwd: folder, seconds: 900 });
  stop.signal.throwIfAborted();
  rmSync(path.join(folder, "node_modules"), { recursive: true, force: true });
}

/** Installs, checks, builds, starts and uses the six sample projects of that catalog. Throws at the first that fails. */
export async function tryRows(next, work, stop) {
  const catalog = await loadCatalog(next.replaced);
  mkdirSync(work, { recursive: true });
  const services = new Services(catalog, work);
  try {
    for (const row of sampleRows(catalog)) {
      stop.signal.throwIfAborted();
      const folder = path.join(work, `row-${row.number}`);
      mkdirSync(folder, { recursive: true });
      const proof = await proveRow(catalog, row, { folder, level: 4, services }).catch((error) => {
        throw new Error(`Row ${row.number} failed (${row.command}).\n${error.message}`, { cause: error });
      });
      console.log(describeProof(row, proof));
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    await services.close();
  }
}
