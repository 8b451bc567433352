import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ScriptError } from "../shared/script-error.mjs";
import { proveRow } from "./row.mjs";
import { endAll } from "./row-process.mjs";

/**
 * Takes rows as far as `level`, `jobs` at a time, and says of each how it went; `onProof` gets what was shown. What a
 * failed row was made of is left where its message says.
 */
export async function proveRows(catalog, rows, { level, jobs, onProof }) {
  const work = mkdtempSync(path.join(tmpdir(), "berth-prove-"));
  const services = level === 4 ? await openServices(catalog, work) : undefined;
  const queue = [...rows];
  let failed = 0;
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    endAll();
  };
  process.once("SIGINT", stop);
  const runNext = async () => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
      if (isStopped) throw stopped();
      const folder = path.join(work, `row-${row.number}`);
      mkdirSync(folder, { recursive: true });
      try {
        const proof = await proveRow(catalog, row, { folder, level, services });
        await onProof(row, proof);
        rmSync(folder, { recursive: true, force: true });
      } catch (error) {
        if (isStopped) throw stopped();
        failed += 1;
        console.log(`  row ${row.number} failed: ${row.command}\n${indent(error.message)}\n    Its files: ${folder}`);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, runNext));
  } finally {
    process.off("SIGINT", stop);
    await services?.close();
    if (failed === 0) rmSync(work, { recursive: true, force: true });
  }
  return { passed: rows.length - failed, failed };
}

function stopped() {
  return new ScriptError("Stopped. Rows that were proven stay so.", 130);
}

/** One line about a row that was proven. */
export function describeProof(row, { level, seconds, exercised, notRun }) {
  const parts = exercised.length > 0 ? `; used ${exercised.join(", ")}` : "";
  const left = notRun.length > 0 ? `; not run: ${notRun.map(({ part }) => part).join(", ")}` : "";
  return `  row ${row.number} level ${level} in ${seconds} s: ${row.command}${parts}${left}`;
}

/** They reach for servers and stand-ins that only level 4 needs. */
async function openServices(catalog, work) {
  const { Services } = await import("./services.mjs");
  return new Services(catalog, work);
}

function indent(text) {
  return text.replaceAll(/^/gm, "    ");
}
