import { describe, expect, it } from "vitest";
import { everyValidConfig } from "../catalog/combinations";
import { catalogVersion, versions } from "../catalog/versions";
import { commandOf } from "../command";
import type { GeneratedFile, ScaffoldConfig } from "../schema";
import { variablesOf } from "../variables";
import type { Lockfile } from "./lockfile";
import { generateProject } from "./project";

const cases = everyValidConfig("harbour").map((config) => ({
  config,
  command: commandOf(config),
  files: generateProject(config),
}));

/** Set by Next and Node themselves. */
const givenByRuntime = new Set(["NEXT_RUNTIME"]);

function contentOf(files: readonly GeneratedFile[], path: string): string {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`${path} was not generated.`);
  return file.content;
}

function readsOf(files: readonly GeneratedFile[]): string[] {
  const sources = files.filter(({ path }) => /\.(ts|tsx|mjs)$/.test(path));
  const reads = sources.flatMap(({ content }) =>
    [...content.matchAll(/process\.env(?:\.(\w+)|\[)/g)].map(([, key]) => key ?? "dynamic"),
  );
  return [...new Set(reads)].filter((key) => !givenByRuntime.has(key)).sort();
}

describe.each(cases)("$command", ({ config, files }) => {
  it("gives the same files twice, sorted, each path once and inside the project", () => {
    expect(generateProject(structuredClone(config))).toEqual(files);
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)].sort());
    for (const path of paths) expect(path).toMatch(/^(?!\/)(?!.*\.\.(\/|$))[\w.\-/[\]]+$/);
  });

  it("declares exactly the variables its source reads, and uses each of them", () => {
    const declared = variablesOf(config).map(({ key }) => key);
    expect(readsOf(files)).toEqual([...declared].sort());
    const elsewhere = files
      .filter(({ path }) => path.startsWith("src/") && path !== "src/env.ts")
      .map(({ content }) => content);
    for (const { key, feature } of variablesOf(config)) {
      const isUsed = elsewhere.some(
        (content) => content.includes(`"${key}"`) || content.includes(`missingFor("${feature}")`),
      );
      expect(isUsed, key).toBe(true);
    }
  });

  it("names every variable in .env.example and in the README", () => {
    for (const { key } of variablesOf(config)) {
      expect(contentOf(files, ".env.example")).toMatch(new RegExp(`^(# )?${key}=`, "m"));
      expect(contentOf(files, "README.md")).toContain(`| \`${key}\` |`);
    }
  });

  it("pins exact versions, each with its whole closure in the lockfile", () => {
    const manifest = JSON.parse(contentOf(files, "package.json"));
    const lock: Lockfile = JSON.parse(contentOf(files, "package-lock.json"));
    expect(lock.packages[""]).toEqual({
      name: config.name,
      version: manifest.version,
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      engines: manifest.engines,
    });
    const pinned: [string, string][] = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const [name, version] of pinned) {
      expect(versions).toHaveProperty([name], version);
      expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
    }
    for (const [path, entry] of Object.entries(lock.packages)) {
      if (entry.bundleDependencies !== undefined) continue;
      for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
        expect(isResolvable(lock, path, name), `${name} of ${path}`).toBe(true);
      }
    }
  });

  it("imports only packages it depends on and files it has", () => {
    const manifest = JSON.parse(contentOf(files, "package.json"));
    const packages = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const { path, content } of files.filter((file) => /\.tsx?$/.test(file.path))) {
      for (const [, source = ""] of content.matchAll(/(?:from |import\(|^import )"([^"]+)"/gm)) {
        const isKnown =
          source.startsWith("node:") || packages.some((name) => source === name || source.startsWith(`${name}/`));
        expect(isKnown || isFile(files, path, source), `${source} in ${path}`).toBe(true);
      }
    }
  });

  it("holds no registry address, template hole or placeholder", () => {
    const lock = contentOf(files, "package-lock.json");
    expect(lock).not.toMatch(/"resolved"|registry/);
    const text = files
      .filter(({ path }) => path !== "package-lock.json")
      .map(({ content }) => content)
      .join("\n");
    expect(text).not.toMatch(/undefined,\s*undefined|\[object Object\]|TODO|FIXME/);
    for (const { path, content } of files) expect(content.endsWith("\n"), path).toBe(true);
  });

  it("records how to make it again", () => {
    expect(JSON.parse(contentOf(files, "berth.json"))).toEqual({ catalogVersion, command: commandOf(config), config });
  });
});

describe("generateProject", () => {
  it("takes at most 10 ms for the largest project", () => {
    const largest = cases.reduce((most, one) => (one.files.length > most.files.length ? one : most));
    const times = Array.from({ length: 21 }, () => {
      const startedAt = performance.now();
      generateProject(largest.config);
      return performance.now() - startedAt;
    }).sort((left, right) => left - right);
    expect(times[10]).toBeLessThan(10);
  });

  it("writes a page and an API for each feature", () => {
    const pathsOf = (choices: Partial<ScaffoldConfig>) => {
      const found = cases.find(({ config }) => JSON.stringify({ ...config, ...choices }) === JSON.stringify(config));
      return found?.files.map(({ path }) => path) ?? [];
    };
    expect(pathsOf({ database: "none", auth: "none", aiTemplate: "none" })).not.toContain("src/app/notes/page.tsx");
    expect(pathsOf({ database: "drizzle-postgres" })).toEqual(
      expect.arrayContaining(["src/app/notes/page.tsx", "src/app/api/notes/route.ts"]),
    );
    expect(pathsOf({ auth: "nextauth" })).toEqual(
      expect.arrayContaining(["src/app/sign-in/page.tsx", "src/app/account/page.tsx"]),
    );
    expect(pathsOf({ aiTemplate: "chatbot" })).toEqual(
      expect.arrayContaining(["src/app/chat/page.tsx", "src/app/api/chat/route.ts"]),
    );
  });
});

function isResolvable(lock: Lockfile, path: string, name: string): boolean {
  const parents = path
    .split("/node_modules/")
    .map((_, index, all) => all.slice(0, all.length - index).join("/node_modules/"));
  return [...parents.map((parent) => `${parent}/node_modules/${name}`), `node_modules/${name}`].some(
    (candidate) => candidate in lock.packages,
  );
}

function isFile(files: readonly GeneratedFile[], from: string, source: string): boolean {
  const base = source.startsWith("@/")
    ? `src/${source.slice(2)}`
    : new URL(source, `file:///${from}`).pathname.slice(1);
  return ["", ".ts", ".tsx"].some((ending) => files.some(({ path }) => path === base + ending));
}
