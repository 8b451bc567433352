import { expect, it } from "vitest";
import { scanFiles } from "@/server/leaks/scan";
import { isSecretFile } from "@/server/leaks/secret-file";
import { generate } from "../pure";
import { pairwiseConfigs } from "./pairwise";

it("generates nothing that looks like a secret, whatever is chosen", async () => {
  // The same file of many configurations is looked into once.
  const files = new Map<string, string>();
  for (const config of pairwiseConfigs("shop")) {
    for (const { path, content } of await generate(config)) {
      expect(isSecretFile(path, content), path).toBe(false);
      files.set(`${path}\0${content}`, path);
    }
  }
  const distinct = Array.from(files, ([key, path]) => ({ path, content: key.slice(path.length + 1) }));
  const { findings, incomplete } = await scanFiles(distinct, { fileMs: 600_000, totalMs: 600_000 });
  expect(findings).toEqual([]);
  expect(incomplete).toEqual([]);
  expect(distinct.length).toBeGreaterThan(100);
}, 120_000);
