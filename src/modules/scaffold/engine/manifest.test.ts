import { describe, expect, it } from "vitest";
import { parseConfig } from "../config";
import { collectSlots } from "./compose";
import type { Contribution } from "./feature";
import { renderManifest } from "./manifest";

function render(choices: object, contribution: Contribution) {
  const config = parseConfig({ name: "shop", ...choices });
  const feature = { id: "a", isChosen: () => true, variables: () => [], contribute: () => contribution };
  const files = renderManifest(config, collectSlots([feature], config));
  const manifest = files.find(({ path }) => path === "package.json");
  return { paths: files.map(({ path }) => path), manifest: JSON.parse(manifest?.content ?? "{}") };
}

describe("renderManifest", () => {
  it("runs code generators before what reads their output, and before nothing else", () => {
    const scripts = { dev: "vite", build: "vite build", start: "node dist/server.js", typecheck: "tsc" };
    const { manifest } = render({}, { scripts, prebuild: ["prisma generate"] });
    expect(manifest.scripts).toEqual({
      dev: "prisma generate && vite",
      build: "prisma generate && vite build",
      start: "node dist/server.js",
      typecheck: "prisma generate && tsc",
    });
  });

  it.each([
    ["npm", "package-lock.json", { overrides: { zod: "4.6.7" } }],
    ["pnpm", "pnpm-lock.yaml", { pnpm: { overrides: { zod: "4.6.7" } } }],
  ])("writes the lockfile and the overrides where %s looks for them", (packageManager, lockfile, expected) => {
    const { paths, manifest } = render({ packageManager }, { dependencies: ["zod"], overrides: { zod: "4.6.7" } });
    expect(paths).toContain(lockfile);
    expect({ overrides: manifest.overrides, pnpm: manifest.pnpm }).toEqual({
      overrides: undefined,
      pnpm: undefined,
      ...expected,
    });
    expect(manifest.packageManager?.startsWith("pnpm@") ?? false).toBe(packageManager === "pnpm");
  });
});
