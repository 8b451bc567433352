import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { generateProject } from "../engine/project";
import type { GeneratedFile, ScaffoldConfig } from "../schema";
import { pairwiseConfigs } from "./pairwise";
import { popularConfigs, sampleConfigs } from "./popular";

const folder = mkdtempSync(path.join(tmpdir(), "berth-rows-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Left out by the settings of every project: written by Drizzle and Next in their own form. */
const notOurs = /^(drizzle\/meta\/|next-env\.d\.ts$)/;

/** The extra that brings the project's own settings of the linter. */
function withLint(config: ScaffoldConfig): ScaffoldConfig {
  return config.extras.includes("ci") ? config : { ...config, extras: [...config.extras, "ci"] };
}

function write(target: string, content: string): void {
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

/** Rows with the same settings lie in one folder, so that Biome starts once for all of them. */
function writeRows(files: readonly GeneratedFile[][]): string[] {
  const settings = new Set<string>();
  files.forEach((row, index) => {
    const rules = row.find((file) => file.path === "biome.json")?.content ?? "";
    const group = path.join(folder, String([...settings.add(rules)].indexOf(rules)));
    write(path.join(group, "biome.json"), rules);
    for (const file of row) {
      const isChecked = file.path !== "biome.json" && !notOurs.test(file.path);
      if (isChecked) write(path.join(group, String(index + 1), file.path), file.content);
    }
  });
  return [...settings.keys()].map((_, index) => path.join(folder, String(index)));
}

/** What Biome says of a folder by the settings that lie in it. */
function check(cwd: string): Promise<string[]> {
  const flags = ["--vcs-enabled=false", "--diagnostic-level=warn", "--max-diagnostics=none", "--reporter=github"];
  return new Promise((resolve) => {
    execFile(path.resolve("node_modules/.bin/biome"), ["check", ...flags, "."], { cwd, maxBuffer: 2 ** 26 }, (_, out) =>
      resolve(out.split("\n").filter((line) => line.startsWith("::"))),
    );
  });
}

describe("every proven row", () => {
  it("passes the linter and formatter that it brings along", async () => {
    const configs = [sampleConfigs, popularConfigs, pairwiseConfigs].flatMap((rows) => rows("harbour"));
    for (const group of writeRows(configs.map((config) => generateProject(withLint(config))))) {
      // Shows that Biome looks at all: an empty answer would otherwise look like a good one.
      write(path.join(group, "flaw.ts"), "export const flaw = 'single quotes';\n");
      expect(await check(group)).toEqual([expect.stringContaining("flaw.ts")]);
    }
  }, 120_000);
});
