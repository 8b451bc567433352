import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../shared/runtime.mjs";
import { median } from "./statistics.mjs";

export const title = "secret scan of 10 MB of JavaScript, CPU";

const wanted = 10 * 1024 ** 2;
const runs = 5;

export async function measure(bench) {
  const { scanFiles } = await bench.load("src/server/leaks/scan.ts");
  const files = readFiles(path.join(root, "node_modules", "next", "dist"));
  const times = [];
  let findings = 0;
  for (let run = 0; run < runs; run += 1) {
    const before = process.cpuUsage();
    findings = (await scanFiles(files)).findings.length;
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
  }
  const note = `median of ${runs}; ${files.length} files of a framework's build, ${findings} findings`;
  return [{ figure: title, unit: "ms", value: median(times), limit: 2_000, note }];
}

function readFiles(folder) {
  const files = [];
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (bytes >= wanted) break;
    if (!entry.isFile() || !/\.(?:[cm]?js|ts|json)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    bytes += content.length;
    files.push({ path: path.relative(folder, file), content });
  }
  return files;
}
