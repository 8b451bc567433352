import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const sources = listFiles("src").filter((file) => /\.tsx?$/.test(file));

/** Files of the working tree that git knows or would take, so that build output and other people's leftovers do not count. */
function listFiles(folder: string): string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", folder];
  const names = execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\0");
  return names.filter((name) => name !== "" && existsSync(path.join(root, name)));
}

it("a module is a closed vocabulary: each top-level file has a known audience", () => {
  const faces = new Set([
    "index.ts",
    "schema.ts",
    "pure.ts",
    "service.ts",
    "router.ts",
    "jobs.ts",
    "tables.ts",
    "README.md",
  ]);
  const banned = /(^|\/)(utils?|helpers?|lib|types?|interfaces?|constants?|services|common|misc)(\/|\.tsx?$)/;
  const moduleFiles = listFiles("src/modules").map((file) => file.split("/").slice(2));
  expect(moduleFiles.length).toBeGreaterThan(0);
  const faults = moduleFiles.flatMap(([module = "", ...rest]) => {
    const inside = rest.join("/");
    const name = rest.at(-1) ?? "";
    const isNoun = /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.(db|chaos))?(\.test)?\.tsx?$/.test(name);
    const isData = /^[a-z][a-z0-9-]*\.(json|css|mjs)$/.test(name);
    if (banned.test(`${module}/${inside}`)) return [`${module}/${inside}: a name that says nothing`];
    if (rest.length === 1 && name.endsWith(".tsx")) return [`${module}/${inside}: components live in ui/`];
    if (rest.length > 3) return [`${module}/${inside}: more than two levels below the module`];
    return faces.has(name) || isNoun || isData ? [] : [`${module}/${inside}: not a kebab-case noun`];
  });
  expect(faults).toEqual([]);
});

it('"use client" stands only in ui folders and in the error files Next demands', () => {
  const clients = sources.filter((file) => /^["']use client["']/m.test(readFileSync(path.join(root, file), "utf8")));
  expect(clients.length).toBeGreaterThan(0);
  const isAllowed = (file: string) =>
    /^src\/modules\/[^/]+\/ui\//.test(file) ||
    file.startsWith("src/ui/") ||
    /^src\/app\/(.+\/)?(global-)?error\.tsx$/.test(file);
  expect(clients.filter((file) => !isAllowed(file))).toEqual([]);
});

it("every path named in a document exists", () => {
  const documents = listFiles(".").filter((file) => file.endsWith(".md"));
  expect(documents.length).toBeGreaterThan(0);
  const missing = documents.flatMap((document) => {
    const named = namedPaths(readFileSync(path.join(root, document), "utf8"));
    return named.filter((name) => !isThere(name, path.dirname(document))).map((name) => `${document}: ${name}`);
  });
  expect(missing).toEqual([]);
});

/** Relative links, and paths in backticks that begin with a folder of the repository. */
function namedPaths(text: string): string[] {
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? "");
  const quoted = [...text.matchAll(/`((?:src|docs|scripts|e2e|drizzle|public|\.ci|\.github)\/[^`\s]*)`/g)];
  // A path with a placeholder or a pattern names a kind of file, not one.
  return [...links, ...quoted.map((match) => match[1] ?? "")].filter((name) => !/[*<>{}[\]…]/.test(name));
}

function isThere(name: string, folder: string): boolean {
  const clean = name.replace(/\/$/, "");
  return [path.resolve(root, clean), path.resolve(root, folder, clean)].some((file) => existsSync(file));
}
