import lockfile from "../catalog/lockfile.json";
import { type PackageName, pnpmVersion, versions } from "../catalog/versions";
import type { ScaffoldConfig } from "../schema";
import type { Slots, TemplateFile } from "./feature";
import { type Lockfile, type Manifest, pruneLockfile } from "./lockfile";
import { lockfileName } from "./package-manager";
import { renderPnpmLockfile } from "./pnpm-lockfile";

/** `package.json` and the lockfile that belongs to it. */
export function renderManifest(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  const isPnpm = config.packageManager === "pnpm";
  const overrides = isEmpty(slots.overrides) ? undefined : slots.overrides;
  const manifest: Manifest = {
    name: config.name,
    version: "0.1.0",
    dependencies: pinned(slots.dependencies),
    devDependencies: pinned(slots.devDependencies),
    engines: { node: ">=22.12" },
    overrides,
  };
  const document = {
    name: manifest.name,
    version: manifest.version,
    private: true,
    type: "module",
    engines: manifest.engines,
    packageManager: isPnpm ? `pnpm@${pnpmVersion}` : undefined,
    scripts: withPrebuild(slots),
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
    overrides: isPnpm ? undefined : overrides,
    pnpm: isPnpm && overrides !== undefined ? { overrides } : undefined,
  };
  return [
    { path: "package.json", content: plainJson(document) },
    { path: lockfileName(config), content: lockText(config, manifest) },
  ];
}

/** A code generator runs first wherever its output is read, so that a fresh clone needs no further command. */
function withPrebuild({ scripts, prebuild }: Slots): Record<string, string> {
  const readers = new Set(["dev", "build", "typecheck"]);
  const entries = Object.entries(scripts).map(([name, command]) => {
    return [name, readers.has(name) ? [...prebuild, command].join(" && ") : command];
  });
  return Object.fromEntries(entries);
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}

/** JSON as formatters write it: a list of words that fits stands on one line. */
export function toJson(value: unknown): string {
  return plainJson(value).replace(/^(.*)\[\n\s+([^[\]{}]+)\n\s*\]/gm, (list, before: string, items: string) => {
    const line = `${before}[${items.replace(/\n\s+/g, " ")}]`;
    return line.length < 120 ? line : list;
  });
}

/** JSON as npm writes it. */
function plainJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function pinned(names: readonly PackageName[]): Record<string, string> {
  return Object.fromEntries([...names].sort().map((name) => [name, versions[name]]));
}

const prunedPackages = new Map<string, Lockfile>();
const pnpmTexts = new Map<string, string>();

/** Pruning depends on the packages alone, so it is done once per set of them. */
function lockText({ packageManager }: ScaffoldConfig, manifest: Manifest): string {
  const { dependencies, devDependencies } = manifest;
  const key = JSON.stringify([Object.keys(dependencies), Object.keys(devDependencies), manifest.overrides]);
  const pruned = prunedPackages.get(key) ?? pruneLockfile(lockfile, manifest);
  prunedPackages.set(key, pruned);
  if (packageManager === "pnpm") {
    const text = pnpmTexts.get(key) ?? renderPnpmLockfile(pruned, manifest);
    pnpmTexts.set(key, text);
    return text;
  }
  const root = { ...pruned.packages[""], name: manifest.name };
  return plainJson({ ...pruned, name: manifest.name, packages: { ...pruned.packages, "": root } });
}
