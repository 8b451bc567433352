import { describe, expect, it } from "vitest";
import superset from "../catalog/lockfile.json";
import { hoisted, versions } from "../catalog/versions";
import { type Lockfile, type Manifest, pruneLockfile } from "./lockfile";

const manifest: Manifest = {
  name: superset.name,
  version: superset.version,
  dependencies: superset.packages[""].dependencies,
  devDependencies: superset.packages[""].devDependencies,
  engines: {},
};

describe("the catalog's lockfile", () => {
  it("belongs to the catalog's versions", () => {
    expect({ ...manifest.dependencies, ...manifest.devDependencies }).toEqual({ ...versions, ...hoisted });
  });

  it("names no registry, so that it installs from any", () => {
    expect(JSON.stringify(superset)).not.toContain('"resolved"');
  });

  it.each(["@next/swc-", "lightningcss-", "@tailwindcss/oxide-"])(
    "holds %s* for macOS, Windows and Linux",
    (prefix) => {
      const names = Object.keys(superset.packages).filter((path) => path.includes(`node_modules/${prefix}`));
      for (const system of ["darwin-arm64", "win32-x64", "linux-x64"])
        expect(names.some((name) => name.includes(system))).toBe(true);
    },
  );
});

describe("pruneLockfile", () => {
  it("keeps all of it, with npm's own flags and order, for a manifest that wants all of it", () => {
    const { "": _root, ...packages } = pruneLockfile(superset, manifest).packages;
    const { "": _original, ...expected } = superset.packages;
    expect(JSON.stringify(packages)).toBe(JSON.stringify(expected));
  });

  it("keeps only what is reached, and marks again what another path made required", () => {
    const lock: Lockfile = {
      name: "all",
      version: "1.0.0",
      lockfileVersion: 3,
      requires: true,
      packages: {
        "": {},
        "node_modules/app": { version: "1.0.0", dependencies: { shared: "^1" }, optionalDependencies: { native: "1" } },
        "node_modules/app/node_modules/shared": { version: "1.0.0" },
        "node_modules/native": { version: "1.0.0", dev: true },
        "node_modules/shared": { version: "2.0.0" },
        "node_modules/tool": { version: "1.0.0", dependencies: { shared: "^2", native: "1" } },
        "node_modules/unused": { version: "1.0.0" },
      },
    };
    const base = { name: "x", version: "0.1.0", engines: {} };
    const pruned = pruneLockfile(lock, {
      ...base,
      dependencies: { app: "1" },
      devDependencies: { tool: "1" },
    }).packages;
    expect(Object.keys(pruned)).not.toContain("node_modules/unused");
    expect(pruned["node_modules/app/node_modules/shared"]).toEqual({ version: "1.0.0" });
    expect(pruned["node_modules/shared"]).toEqual({ version: "2.0.0", dev: true });
    expect(pruned["node_modules/native"]).toEqual({ version: "1.0.0", devOptional: true });
  });

  it("brings nothing in for an optional peer, but counts it as a path to what is there anyway", () => {
    const peers = { peerDependencies: { tool: "*", absent: "*" } };
    const lock: Lockfile = {
      name: "all",
      version: "1.0.0",
      lockfileVersion: 3,
      requires: true,
      packages: {
        "": {},
        "node_modules/absent": { version: "1.0.0" },
        "node_modules/app": {
          version: "1.0.0",
          ...peers,
          peerDependenciesMeta: { tool: { optional: true }, absent: { optional: true } },
        },
        "node_modules/tool": { version: "1.0.0" },
      },
    };
    const base = { name: "x", version: "0.1.0", engines: {}, dependencies: { app: "1" } };
    expect(Object.keys(pruneLockfile(lock, { ...base, devDependencies: {} }).packages)).toEqual([
      "",
      "node_modules/app",
    ]);
    const { packages } = pruneLockfile(lock, { ...base, devDependencies: { tool: "1" } });
    expect(packages["node_modules/tool"]).toEqual({ version: "1.0.0", devOptional: true });
  });

  it("refuses a manifest that names a package it lacks", () => {
    const wanting = { ...manifest, dependencies: { "left-out": "1.0.0" } };
    expect(() => pruneLockfile(superset, wanting)).toThrow("left-out");
  });
});
