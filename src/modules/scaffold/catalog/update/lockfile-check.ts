import { type LockEntry, type Lockfile, pruneLockfile } from "../../engine/lockfile";
import { listed } from "./listed";

/** Why a freshly resolved lockfile may not become the catalog's, in sentences; empty when it may. */
export function lockfileFaults(before: Lockfile, after: Lockfile, pins: Readonly<Record<string, string>>): string[] {
  const root = after.packages[""] ?? {};
  const roots = { ...root.dependencies, ...root.devDependencies };
  const entries = Object.entries(after.packages).filter(([path]) => path !== "");
  const checksums = checksumsOf(before);
  const pathsWhere = (isFault: (path: string, entry: LockEntry) => boolean): string[] =>
    entries.filter(([path, entry]) => isFault(path, entry)).map(([path]) => path.replace(/^.*node_modules\//, ""));
  const pruned = pruneToAll(after);
  const faults: [string, string[]][] = [
    ["It does not hold the proposed version of", Object.keys(pins).filter((name) => roots[name] !== pins[name])],
    ["It names a registry for", pathsWhere((_path, entry) => "resolved" in entry)],
    ["It has no checksum of", pathsWhere((_path, entry) => !entry.inBundle && typeof entry.integrity !== "string")],
    [
      "The same release has another checksum than before:",
      pathsWhere((path, entry) => {
        const known = checksums.get(identityOf(path, entry));
        return known !== undefined && entry.integrity !== undefined && known !== entry.integrity;
      }),
    ],
    ["Pruning would mark differently than npm:", pathsWhere((path, entry) => !isSame(pruned[path], entry))],
  ];
  return faults.filter(([, names]) => names.length > 0).map(([text, names]) => `${text} ${listed(names)}.`);
}

/** How many releases one lockfile holds that the other does not, either way. */
export function lockfileChanges(before: Lockfile, after: Lockfile): { added: number; removed: number } {
  const [old, fresh] = [identitiesOf(before), identitiesOf(after)];
  const missingIn = (set: ReadonlySet<string>, other: ReadonlySet<string>): number =>
    [...other].filter((identity) => !set.has(identity)).length;
  return { added: missingIn(old, fresh), removed: missingIn(fresh, old) };
}

/** Every project carries a part of this file, so the part that is all of it must come out as npm wrote it. */
function pruneToAll(lockfile: Lockfile): Lockfile["packages"] {
  const { name, version, packages } = lockfile;
  const { dependencies = {}, devDependencies = {} } = packages[""] ?? {};
  return pruneLockfile(lockfile, { name, version, dependencies, devDependencies, engines: {} }).packages;
}

function isSame(left: LockEntry | undefined, right: LockEntry): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** A package inside the archive of another has none. */
function checksumsOf({ packages }: Lockfile): Map<string, unknown> {
  const checked = Object.entries(packages).filter(([, { integrity }]) => integrity !== undefined);
  return new Map(checked.map(([path, entry]) => [identityOf(path, entry), entry.integrity]));
}

function identitiesOf({ packages }: Lockfile): Set<string> {
  return new Set(
    Object.entries(packages)
      .filter(([path]) => path !== "")
      .map(([path, entry]) => identityOf(path, entry)),
  );
}

function identityOf(path: string, { name, version }: LockEntry): string {
  const installed = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  return `${typeof name === "string" ? name : installed}@${version ?? ""}`;
}
