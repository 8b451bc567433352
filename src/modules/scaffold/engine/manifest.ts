import lockfile from "../catalog/lockfile.json";
import { type PackageName, versions } from "../catalog/versions";
import type { ScaffoldConfig } from "../schema";

import type { Slots, TemplateFile } from "./feature";
import { type Lockfile, type Manifest, pruneLockfile } from "./lockfile";

/** `package.json` and the lockfile that belongs to it. */
export function renderManifest(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  const manifest: Manifest = {
    name: config.name,
    version: "0.1.0",
    dependencies: pinned(slots.dependencies),
    devDependencies: pinned(slots.devDependencies),
    engines: { node: ">=22" },
  };
  const { name, version, dependencies, devDependencies, engines } = manifest;
  const document = {
    name,
    version,
    private: true,
    type: "module",
    engines,
    scripts: slots.scripts,
    dependencies,
    devDependencies,
  };
  return [
    { path: "package.json", content: toJson(document) },
    { path: "package-lock.json", content: lockText(manifest) },
  ];
}

/** JSON as npm and Prettier write it. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function pinned(names: readonly PackageName[]): Record<string, string> {
  return Object.fromEntries([...names].sort().map((name) => [name, versions[name]]));
}

const prunedPackages = new Map<string, Lockfile>();

/** Pruning depends on the packages alone, so it is done once per set of them. */
function lockText(manifest: Manifest): string {
  const key = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).join(" ");
  const pruned = prunedPackages.get(key) ?? pruneLockfile(lockfile, manifest);
  prunedPackages.set(key, pruned);
  const root = { ...pruned.packages[""], name: manifest.name };
  return toJson({ ...pruned, name: manifest.name, packages: { ...pruned.packages, "": root } });
}
