/** An entry of `packages` in an npm lockfile, as far as pruning needs to know it. */
export interface LockEntry {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
  peer?: boolean;
  engines?: Record<string, string>;
  [field: string]: unknown;
}

export interface Lockfile {
  name: string;
  version: string;
  lockfileVersion: number;
  requires: boolean;
  packages: Record<string, LockEntry>;
}

export interface Manifest {
  name: string;
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  engines: Record<string, string>;
  overrides?: Record<string, string>;
}

interface Edge {
  to: string;
  dev: boolean;
  optional: boolean;
  peer: boolean;
}

interface Reach {
  dev: boolean;
  optional: boolean;
  devOptional: boolean;
  peer: boolean;
}

/**
 * Cuts a lockfile of every package down to what one manifest reaches, and marks dev, optional and peer entries as npm
 * itself would for that manifest. Throws when the lockfile lacks a package the manifest names.
 */
export function pruneLockfile(superset: Lockfile, manifest: Manifest): Lockfile {
  const root: LockEntry = {
    name: manifest.name,
    version: manifest.version,
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
    engines: manifest.engines,
  };
  const kept = new Set(markReached(superset.packages, root).keys());
  const reached = markReached(superset.packages, root, kept);
  const packages: Record<string, LockEntry> = { "": root };
  for (const path of Object.keys(superset.packages)) {
    const entry = superset.packages[path];
    const reach = reached.get(path);
    if (path !== "" && entry !== undefined && reach !== undefined) packages[path] = withFlags(entry, reach);
  }
  const { lockfileVersion, requires } = superset;
  return { name: manifest.name, version: manifest.version, lockfileVersion, requires, packages };
}

/**
 * Walks the edges until no flag changes: a package keeps a flag only while every path to it carries that flag. An
 * optional peer brings nothing in, but counts as a path to what is `kept` for another reason.
 */
function markReached(packages: Lockfile["packages"], root: LockEntry, kept?: ReadonlySet<string>): Map<string, Reach> {
  const reached = new Map<string, Reach>();
  const queue: string[] = [""];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const entry = path === "" ? root : packages[path];
    if (entry === undefined) continue;
    const from = reached.get(path) ?? { dev: false, optional: false, devOptional: false, peer: false };
    for (const edge of [...edgesOf(packages, path, entry), ...optionalPeersOf(packages, path, entry, kept)]) {
      if (lowerFlags(reached, from, edge)) queue.push(edge.to);
    }
  }
  return reached;
}

function lowerFlags(reached: Map<string, Reach>, from: Reach, edge: Edge): boolean {
  const known = reached.get(edge.to);
  const before = known ?? { dev: true, optional: true, devOptional: true, peer: true };
  const isRequired = !from.devOptional && !from.dev && !from.optional && !edge.dev && !edge.optional;
  const after: Reach = {
    dev: before.dev && (from.dev || edge.dev),
    optional: before.optional && (from.optional || edge.optional),
    devOptional: before.devOptional && !isRequired,
    peer: before.peer && (from.peer || edge.peer),
  };
  reached.set(edge.to, after);
  const isSame = (["dev", "optional", "devOptional", "peer"] as const).every((flag) => before[flag] === after[flag]);
  return known === undefined || !isSame;
}

function edgesOf(packages: Lockfile["packages"], path: string, entry: LockEntry): Edge[] {
  const edges: Edge[] = [];
  const add = (
    names: Record<string, string> | undefined,
    kind: { dev?: boolean; optional?: boolean; peer?: boolean },
  ): void => {
    for (const name of Object.keys(names ?? {})) {
      const to = locate(packages, path, name);
      if (to !== undefined) edges.push({ to, dev: false, optional: false, peer: false, ...kind });
      else if (path === "") throw new Error(`The lockfile of the catalog has no ${name}.`);
    }
  };
  const required = Object.entries(entry.peerDependencies ?? {}).filter(
    ([name]) => !entry.peerDependenciesMeta?.[name]?.optional,
  );
  const optional = new Set(Object.keys(entry.optionalDependencies ?? {}));
  add(Object.fromEntries(Object.entries(entry.dependencies ?? {}).filter(([name]) => !optional.has(name))), {});
  add(entry.optionalDependencies, { optional: true });
  add(Object.fromEntries(required), { peer: true });
  if (path === "") add(entry.devDependencies, { dev: true });
  return edges;
}

function optionalPeersOf(
  packages: Lockfile["packages"],
  path: string,
  entry: LockEntry,
  kept?: ReadonlySet<string>,
): Edge[] {
  if (kept === undefined) return [];
  const optional = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => entry.peerDependenciesMeta?.[name]?.optional === true,
  );
  return optional.flatMap((name): Edge[] => {
    const to = locate(packages, path, name);
    return to !== undefined && kept.has(to) ? [{ to, dev: false, optional: true, peer: true }] : [];
  });
}

/** Node's own lookup: the nearest node_modules on the way up. */
export function locate(packages: Lockfile["packages"], from: string, name: string): string | undefined {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("node_modules/") - 1))) {
    const candidate = base === "" ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (base === "") return undefined;
  }
}

function withFlags(entry: LockEntry, reach: Reach): LockEntry {
  const { dev: _dev, optional: _optional, devOptional: _devOptional, peer: _peer, ...rest } = entry;
  return inNpmOrder({
    ...rest,
    ...(reach.dev && { dev: true }),
    ...(reach.optional && { optional: true }),
    ...(reach.devOptional && !reach.dev && !reach.optional && { devOptional: true }),
    ...(reach.peer && { peer: true }),
  });
}

const firstKeys = ["version", "integrity", "dependencies"];

/** npm writes values before objects, then the keys above, then by name; else the first install would rewrite the file. */
function inNpmOrder(entry: LockEntry): LockEntry {
  const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
  const placeOf = ([key, value]: [string, unknown]): string => {
    const rank = firstKeys.includes(key) ? firstKeys.indexOf(key) : firstKeys.length;
    return `${isObject(value) ? 1 : 0}${rank}${key}`;
  };
  const placed = Object.entries(entry).map((field) => ({ place: placeOf(field), field }));
  return Object.fromEntries(
    placed.sort((left, right) => (left.place < right.place ? -1 : 1)).map(({ field }) => field),
  );
}
