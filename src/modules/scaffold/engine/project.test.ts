import { describe, expect, it } from "vitest";
import { pairwiseConfigs } from "../catalog/pairwise";
import { popularConfigs } from "../catalog/popular";
import { catalogVersion, versions } from "../catalog/versions";
import { commandOf } from "../command";
import { parseConfig } from "../config";
import type { GeneratedFile } from "../schema";
import { variablesOf } from "../variables";
import type { Lockfile } from "./lockfile";
import { lockfileName } from "./package-manager";
import { generateProject } from "./project";

const cases = [...pairwiseConfigs("harbour"), ...popularConfigs("harbour")].map((config) => ({
  config,
  command: commandOf(config),
  files: generateProject(config),
}));

/** Set by whoever starts a server or a test: Next, Node, a host, a workflow. */
const givenByRuntime = new Set(["CI", "HOST", "NEXT_RUNTIME", "NODE_ENV", "PORT"]);

function contentOf(files: readonly GeneratedFile[], path: string): string {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`${path} was not generated.`);
  return file.content;
}

function readsOf(files: readonly GeneratedFile[]): string[] {
  const sources = files.filter(({ path }) => /\.(astro|mjs|ts|tsx)$/.test(path));
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
    const pinned: [string, string][] = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const [name, version] of pinned) expect(versions).toHaveProperty([name], version);
    // How npm's lockfile becomes pnpm's has tests of its own.
    if (config.packageManager === "pnpm") return;
    const lock: Lockfile = JSON.parse(contentOf(files, "package-lock.json"));
    expect(lock.packages[""]).toEqual({
      name: config.name,
      version: manifest.version,
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      engines: manifest.engines,
    });
    for (const [name, version] of pinned) {
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
    for (const { path, content } of files.filter((file) => /\.(astro|tsx?)$/.test(file.path))) {
      for (const [, source = ""] of content.matchAll(
        /(?:^(?:import|export|\}).* from |^import |import\()"([^"]+)"/gm,
      )) {
        if (source.includes("/generated/")) continue;
        const isKnown =
          source.startsWith("node:") || packages.some((name) => source === name || source.startsWith(`${name}/`));
        expect(isKnown || isFile(files, path, source), `${source} in ${path}`).toBe(true);
      }
    }
  });

  it("holds no registry address, template hole or placeholder", () => {
    const lockfile = lockfileName(config);
    expect(contentOf(files, lockfile)).not.toMatch(/"resolved"|registry/);
    const text = files
      .filter(({ path }) => path !== lockfile)
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

  it.each([
    ["next", "src/app/notes/page.tsx", "src/app/api/notes/route.ts"],
    ["hono", "src/home.tsx", "src/routes.ts"],
    ["vite-react", "src/notes/notes-page.tsx", "src/routes.ts"],
    ["astro", "src/pages/notes.astro", "src/pages/api/notes.ts"],
  ])("writes the page and the endpoint of a feature where %s looks for them", (framework, page, endpoint) => {
    const config = parseConfig({ name: "harbour", framework, database: "drizzle-postgres" });
    expect(generateProject(config).map(({ path }) => path)).toEqual(expect.arrayContaining([page, endpoint]));
  });

  it("adds the pages of sign-in and of the chat only when they are chosen", () => {
    const pathsOf = (choices: object) => {
      const files = generateProject(parseConfig({ name: "harbour", ...choices }));
      return files.map(({ path }) => path).filter((path) => /^src\/app\/.+\/page\.tsx$/.test(path));
    };
    expect(pathsOf({})).toEqual([]);
    expect(pathsOf({ auth: "nextauth", authProviders: ["github"] })).toEqual([
      "src/app/account/page.tsx",
      "src/app/sign-in/page.tsx",
    ]);
    expect(pathsOf({ aiTemplate: "chatbot" })).toEqual(["src/app/chat/page.tsx"]);
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
