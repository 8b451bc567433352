import { heldMajors, type PackageGroup } from "./groups";

/** What a registry says of one package. */
export interface Published {
  versions: readonly string[];
  /** What the tag `latest` stands at. */
  latest?: string;
}

interface Change {
  name: string;
  from: string;
  to: string;
}

export interface Proposal {
  group: PackageGroup;
  changes: Change[];
}

export interface ProposeOptions {
  allowMajor: boolean;
  /** Versions named by a person, by package. */
  wanted?: ReadonlyMap<string, string>;
}

interface Version {
  numbers: readonly [number, number, number];
  prerelease: readonly string[];
}

/** What could be raised in a group, or undefined where it is at its newest. */
export function proposeGroup(
  group: PackageGroup,
  pins: Readonly<Record<string, string>>,
  published: ReadonlyMap<string, Published>,
  options: ProposeOptions,
): Proposal | undefined {
  const changes = group.packages.flatMap((name): Change[] => {
    const from = pins[name];
    if (from === undefined) return [];
    const siblings = group.same?.includes(name) ? group.same : [name];
    const named = siblings.map((sibling) => options.wanted?.get(sibling)).find((version) => version !== undefined);
    const to = named ?? newestOf(name, from, siblings, published, options);
    if (to !== undefined && !published.get(name)?.versions.includes(to)) {
      throw new Error(`${name} ${to} is not published where npm looks.`);
    }
    return to === undefined || to === from ? [] : [{ name, from, to }];
  });
  return changes.length > 0 ? { group, changes } : undefined;
}

/** The newest release that all siblings have and that goes with the pinned one. */
function newestOf(
  name: string,
  from: string,
  siblings: readonly string[],
  published: ReadonlyMap<string, Published>,
  { allowMajor }: ProposeOptions,
): string | undefined {
  const { versions = [], latest } = published.get(name) ?? {};
  const mayLeave = allowMajor && !heldMajors.includes(name);
  return versions
    .filter((version) => siblings.every((sibling) => published.get(sibling)?.versions.includes(version)))
    .filter((version) => isCandidate(from, version, latest, mayLeave))
    .sort(compareVersions)
    .at(-1);
}

/** Newer, not ahead of what its authors call the latest, and of the same major release unless it may leave that. */
function isCandidate(from: string, version: string, latest: string | undefined, mayLeave: boolean): boolean {
  const [current, next] = [parse(from), parse(version)];
  if (current === undefined || next === undefined || compareVersions(from, version) >= 0) return false;
  const isAhead = latest !== undefined && compareVersions(from, latest) <= 0 && compareVersions(version, latest) > 0;
  if (isAhead) return false;
  if (next.prerelease.length > 0) return isSameLine(current, next);
  return mayLeave || lineOf(current) === lineOf(next);
}

/** A preview follows only an earlier preview of the same release, such as beta.32 after beta.31. */
function isSameLine(current: Version, next: Version): boolean {
  return current.numbers.join() === next.numbers.join() && current.prerelease[0] === next.prerelease[0];
}

/** The part that a breaking release changes: the first number that is not 0. */
function lineOf({ numbers: [major, minor, patch] }: Version): string {
  if (major > 0) return `${major}`;
  return minor > 0 ? `0.${minor}` : `0.0.${patch}`;
}

/** Orders exact versions as semver does: below 0 when the first is older. What is no version is older than any. */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [parse(left), parse(right)];
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
  for (const [index, number] of one.numbers.entries()) {
    const difference = number - (other.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(one.prerelease, other.prerelease);
}

function comparePrereleases(left: readonly string[], right: readonly string[]): number {
  // A release is newer than its previews.
  if (left.length === 0 || right.length === 0) return right.length - left.length;
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const bothNumbers = /^\d+$/.test(part) && /^\d+$/.test(other);
    const difference = bothNumbers ? Number(part) - Number(other) : part === other ? 0 : part < other ? -1 : 1;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function parse(version: string): Version | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?$/.exec(version);
  if (match === null) return undefined;
  return {
    numbers: [Number(match[1]), Number(match[2]), Number(match[3])],
    prerelease: match[4]?.split(".") ?? [],
  };
}
