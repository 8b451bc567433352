import { type LockEntry, type Lockfile, locate, type Manifest } from "./lockfile";

/** A package of the lockfile as pnpm names it, with what it may import. */
interface Snapshot {
  id: string;
  dependencies: Map<string, string>;
  optionalDependencies: Map<string, string>;
}

/**
 * The same resolve as `pnpm-lock.yaml` (format 9). pnpm places packages by this graph, so every peer that the npm
 * lockfile resolves is written as a dependency; packages differ only where what they import differs.
 */
export function renderPnpmLockfile(lockfile: Lockfile, manifest: Manifest): string {
  const graph = new Graph(lockfile);
  const importer = (section: Record<string, string>): string =>
    Object.entries(section)
      .map(
        ([name, version]) =>
          `      ${scalar(name)}:\n        specifier: ${scalar(version)}\n        version: ${scalar(graph.reference(`node_modules/${name}`, name))}\n`,
      )
      .join("");
  const overrides = Object.entries(manifest.overrides ?? {});
  return [
    "lockfileVersion: '9.0'\n",
    "settings:\n  autoInstallPeers: true\n  excludeLinksFromLockfile: false\n",
    overrides.length > 0 && `overrides:\n${entries(overrides, 2)}`,
    `importers:\n\n  .:\n${section("dependencies", importer(manifest.dependencies))}${section("devDependencies", importer(manifest.devDependencies))}`,
    `packages:\n\n${graph.packages()}`,
    `snapshots:\n\n${graph.snapshots()}`,
  ]
    .filter((part) => part !== false)
    .join("\n");
}

function section(name: string, body: string): string {
  return body === "" ? "" : `    ${name}:\n${body}`;
}

class Graph {
  readonly #entries: Lockfile["packages"];
  readonly #paths: string[];
  readonly #identities: Map<string, string>;

  constructor(lockfile: Lockfile) {
    this.#entries = lockfile.packages;
    // A bundled package lies inside the archive of the one that brings it.
    this.#paths = Object.keys(this.#entries).filter((path) => path !== "" && this.#entries[path]?.inBundle !== true);
    this.#identities = this.#identify();
  }

  /** How a dependency on the package at this path is written: a version, or `name@version` under another name. */
  reference(path: string, name: string): string {
    const identity = this.#identities.get(path);
    if (identity === undefined) throw new Error(`The lockfile has no ${path}.`);
    return identity.startsWith(`${name}@`) ? identity.slice(name.length + 1) : identity;
  }

  packages(): string {
    const blocks = new Map<string, string>();
    for (const path of this.#paths) {
      const entry = this.#entries[path];
      if (entry !== undefined) blocks.set(baseId(path, entry), packageBlock(entry));
    }
    return sorted(blocks)
      .map(([id, block]) => `  ${scalar(id)}:\n${block}`)
      .join("\n");
  }

  snapshots(): string {
    const blocks = new Map<string, string>();
    for (const path of this.#paths) {
      const id = this.#identities.get(path);
      if (id !== undefined && !blocks.has(id)) blocks.set(id, this.#snapshotBlock(path));
    }
    return sorted(blocks)
      .map(([id, block]) => `  ${scalar(id)}:${block === "" ? " {}\n" : `\n${block}`}`)
      .join("\n");
  }

  #snapshotBlock(path: string): string {
    const { dependencies, optionalDependencies } = this.#imports(path);
    const refer = (targets: Map<string, string>): [string, string][] =>
      sorted(targets).map(([name, target]) => [name, this.reference(target, name)]);
    const list = (name: string, targets: Map<string, string>): string =>
      targets.size === 0 ? "" : `    ${name}:\n${entries(refer(targets), 6)}`;
    const isOptional = this.#entries[path]?.optional === true;
    return `${list("dependencies", dependencies)}${list("optionalDependencies", optionalDependencies)}${isOptional ? "    optional: true\n" : ""}`;
  }

  #imports(path: string): Omit<Snapshot, "id"> {
    const entry = this.#entries[path] ?? {};
    const find = (names: readonly string[]): Map<string, string> =>
      new Map(
        names.flatMap((name): [string, string][] => {
          const target = locate(this.#entries, path, name);
          return target === undefined || this.#entries[target]?.inBundle === true ? [] : [[name, target]];
        }),
      );
    const optional = Object.keys(entry.optionalDependencies ?? {});
    const required = Object.keys({ ...entry.peerDependencies, ...entry.dependencies });
    return {
      dependencies: find(required.filter((name) => !optional.includes(name))),
      optionalDependencies: find(optional),
    };
  }

  /** `name@version`, told apart by what it imports where the same release lies in two places and sees other packages. */
  #identify(): Map<string, string> {
    const base = new Map(this.#paths.map((path) => [path, baseId(path, this.#entries[path] ?? {})]));
    const places = Map.groupBy(this.#paths, (path) => base.get(path) ?? path);
    const identities = new Map(base);
    for (let changed = true; changed; ) {
      changed = false;
      for (const [id, paths] of places) {
        if (paths.length === 1) continue;
        const views = Map.groupBy(paths, (path) => this.#viewOf(path, identities));
        if (views.size === 1) continue;
        for (const [index, group] of [...views.values()].entries()) {
          const distinct = index === 0 ? id : `${id}(${this.#peculiarity(group[0] ?? "", paths, base)})`;
          for (const path of group) {
            changed ||= identities.get(path) !== distinct;
            identities.set(path, distinct);
          }
        }
      }
    }
    return identities;
  }

  #viewOf(path: string, identities: ReadonlyMap<string, string>): string {
    const { dependencies, optionalDependencies } = this.#imports(path);
    return [...dependencies, ...optionalDependencies].map(([, target]) => identities.get(target) ?? target).join(" ");
  }

  /** The imports in which one place of a package differs from its other places. */
  #peculiarity(path: string, all: readonly string[], base: ReadonlyMap<string, string>): string {
    const { dependencies } = this.#imports(path);
    const others = all.filter((other) => other !== path).map((other) => this.#imports(other).dependencies);
    const differing = [...dependencies].filter(([name, target]) => others.some((other) => other.get(name) !== target));
    return differing.map(([, target]) => base.get(target) ?? target).join(")(");
  }
}

function baseId(path: string, { name, version }: LockEntry): string {
  const installed = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  return `${typeof name === "string" ? name : installed}@${version ?? ""}`;
}

function packageBlock(entry: LockEntry): string {
  const list = (name: string): string =>
    Array.isArray(entry[name]) ? `    ${name}: [${entry[name].map((item) => scalar(String(item))).join(", ")}]\n` : "";
  const engines = Object.entries(entry.engines ?? {}).map(([name, range]) => `${name}: ${scalar(range)}`);
  const optionalPeers = Object.entries(entry.peerDependenciesMeta ?? {}).filter(([, meta]) => meta.optional === true);
  return [
    `    resolution: {integrity: ${String(entry.integrity)}}\n`,
    engines.length > 0 && `    engines: {${engines.join(", ")}}\n`,
    list("cpu"),
    list("os"),
    list("libc"),
    typeof entry.deprecated === "string" && `    deprecated: ${scalar(entry.deprecated)}\n`,
    entry.bin !== undefined && "    hasBin: true\n",
    entry.peerDependencies !== undefined && `    peerDependencies:\n${entries(sorted(entry.peerDependencies), 6)}`,
    optionalPeers.length > 0 &&
      `    peerDependenciesMeta:\n${optionalPeers.map(([name]) => `      ${scalar(name)}:\n        optional: true\n`).join("")}`,
    Array.isArray(entry.bundleDependencies) &&
      `    bundledDependencies:\n${entry.bundleDependencies.map((name) => `      - ${scalar(String(name))}\n`).join("")}`,
  ]
    .filter((part) => part !== false)
    .join("");
}

function entries(pairs: readonly (readonly [string, string])[], indent: number): string {
  return pairs.map(([name, value]) => `${" ".repeat(indent)}${scalar(name)}: ${scalar(value)}\n`).join("");
}

function sorted<V>(values: ReadonlyMap<string, V> | Readonly<Record<string, V>>): [string, V][] {
  const pairs: [string, V][] = values instanceof Map ? [...values] : Object.entries(values);
  return pairs.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}

/** A YAML scalar, quoted where a bare one would be read as something else. */
function scalar(value: string): string {
  const isBare =
    /^[A-Za-z0-9_./^~(][\w./^~()@+-]*$/.test(value) && !/^([\d.]+|true|false|null|yes|no|on|off)$/i.test(value);
  const isVersion = /^\d+\.\d+\.\d/.test(value);
  return isBare || (isVersion && /^[\w.()@+/-]+$/.test(value)) ? value : `'${value.replaceAll("'", "''")}'`;
}
