import { describe, expect, it } from "vitest";
import type { LockEntry, Lockfile } from "../../engine/lockfile";
import superset from "../lockfile.json";
import { hoisted, versions } from "../versions";
import { lockfileChanges, lockfileFaults } from "./lockfile-check";

const pins = { app: "1.0.0" };

function lock(packages: Record<string, LockEntry>): Lockfile {
  const root = { dependencies: { app: "1.0.0" } };
  return { name: "c", version: "0.1.0", lockfileVersion: 3, requires: true, packages: { "": root, ...packages } };
}

const sound = lock({
  "node_modules/app": { version: "1.0.0", integrity: "sha512-a", dependencies: { part: "^2" } },
  "node_modules/part": { version: "2.0.0", integrity: "sha512-p" },
});

function faultsWith(path: string, entry: LockEntry): string[] {
  return lockfileFaults(sound, { ...sound, packages: { ...sound.packages, [path]: entry } }, pins);
}

describe("lockfileFaults", () => {
  it("finds none in the catalog's own lockfile", () => {
    expect(lockfileFaults(superset, superset, { ...versions, ...hoisted })).toEqual([]);
  });

  it("wants the proposed versions", () => {
    expect(lockfileFaults(sound, sound, { app: "1.0.1", other: "1.0.0" })).toEqual([
      "It does not hold the proposed version of app, other.",
    ]);
  });

  it("refuses an address of a registry", () => {
    const entry = { version: "2.0.0", resolved: "https://registry.example/part.tgz", integrity: "sha512-p" };
    expect(faultsWith("node_modules/part", entry)).toContain("It names a registry for part.");
  });

  it("wants a checksum of everything but what lies inside another archive", () => {
    expect(faultsWith("node_modules/part", { version: "2.0.1" })).toEqual(["It has no checksum of part."]);
    const app = { version: "1.0.0", integrity: "sha512-a", dependencies: { in: "1", part: "^2" } };
    const bundled = { "node_modules/app": app, "node_modules/in": { version: "1.0.0", inBundle: true } };
    const { "": _root, ...packages } = sound.packages;
    const whole = lock({ ...packages, ...bundled });
    expect(lockfileFaults(whole, whole, pins)).toEqual([]);
  });

  it("refuses a release whose content changed since", () => {
    expect(faultsWith("node_modules/part", { version: "2.0.0", integrity: "sha512-other" })).toEqual([
      "The same release has another checksum than before: part.",
    ]);
    expect(faultsWith("node_modules/part", { version: "2.0.1", integrity: "sha512-other" })).toEqual([]);
  });

  it("refuses what a project's part would mark otherwise, such as a package that nothing asks for", () => {
    expect(faultsWith("node_modules/stray", { version: "1.0.0", integrity: "sha512-s" })).toEqual([
      "Pruning would mark differently than npm: stray.",
    ]);
  });

  it("names the first of many", () => {
    const many = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, "1.0.0"]));
    expect(lockfileFaults(sound, sound, many)).toEqual([
      "It does not hold the proposed version of a, b, c and 2 more.",
    ]);
  });
});

it("counts what comes and goes", () => {
  const { "node_modules/part": _part, ...rest } = sound.packages;
  const after = { ...sound, packages: { ...rest, "node_modules/app/node_modules/part": { version: "2.1.0" } } };
  expect(lockfileChanges(sound, after)).toEqual({ added: 1, removed: 1 });
  expect(lockfileChanges(sound, sound)).toEqual({ added: 0, removed: 0 });
});
