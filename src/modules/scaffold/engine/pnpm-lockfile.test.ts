import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import catalogLockfile from "../catalog/lockfile.json";
import { versions } from "../catalog/versions";
import { type Lockfile, type Manifest, pruneLockfile } from "./lockfile";
import { renderPnpmLockfile } from "./pnpm-lockfile";

const Versions = z.record(z.string(), z.string());
const Document = z.object({
  lockfileVersion: z.literal("9.0"),
  overrides: Versions.optional(),
  importers: z.object({
    ".": z.record(z.string(), z.record(z.string(), z.object({ specifier: z.string(), version: z.string() }))),
  }),
  packages: z.record(z.string(), z.looseObject({ resolution: z.object({ integrity: z.string() }) })),
  snapshots: z.record(
    z.string(),
    z.object({
      dependencies: Versions.optional(),
      optionalDependencies: Versions.optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

function manifestOf(dependencies: Record<string, string>, devDependencies: Record<string, string> = {}): Manifest {
  return { name: "harbour", version: "0.1.0", dependencies, devDependencies, engines: { node: ">=22" } };
}

function render(lockfile: Lockfile, manifest: Manifest): z.output<typeof Document> {
  return Document.parse(parse(renderPnpmLockfile(pruneLockfile(lockfile, manifest), manifest)));
}

/** The snapshot a reference points to: a bare version belongs to the name it stands under. */
function target(name: string, reference: string): string {
  return /^\d/.test(reference) ? `${name}@${reference}` : reference;
}

describe("renderPnpmLockfile", () => {
  const everything = manifestOf({ ...versions });
  const whole = render(catalogLockfile, everything);

  it("pins every direct dependency to its exact version", () => {
    const direct = whole.importers["."].dependencies ?? {};
    expect(Object.keys(direct).sort()).toEqual(Object.keys(versions).sort());
    for (const [name, version] of Object.entries(versions)) expect(direct[name]?.specifier).toBe(version);
  });

  it("refers only to packages it describes, each with its checksum", () => {
    const known = new Set(Object.keys(whole.snapshots));
    for (const { dependencies, optionalDependencies } of Object.values(whole.snapshots))
      for (const [name, reference] of Object.entries({ ...dependencies, ...optionalDependencies }))
        expect(known, `${name} ${reference}`).toContain(target(name, reference));
    for (const id of known) expect(whole.packages).toHaveProperty([id.replace(/(?<=@[^(@]+)\(.*$/, "")]);
    for (const { resolution } of Object.values(whole.packages)) expect(resolution.integrity).toMatch(/^sha\d+-/);
  });

  it("names every platform of a binary package, as optional", () => {
    for (const platform of ["linux-x64-gnu", "darwin-arm64", "win32-x64-msvc"]) {
      const id = `@next/swc-${platform}@${versions.next}`;
      expect(whole.packages).toHaveProperty([id]);
      expect(whole.snapshots[id]?.optional).toBe(true);
    }
  });

  it("gives a package the peers that the project has, also optional ones", () => {
    const { snapshots } = render(
      catalogLockfile,
      manifestOf({ "drizzle-orm": versions["drizzle-orm"], postgres: versions.postgres }),
    );
    const drizzle = snapshots[`drizzle-orm@${versions["drizzle-orm"]}`];
    expect(drizzle?.dependencies).toEqual({ postgres: versions.postgres });
  });

  it("tells apart one release that sees two different packages", () => {
    const entry = (version: string, dependencies?: Record<string, string>) => ({
      version,
      integrity: "sha512-AA==",
      ...(dependencies === undefined ? {} : { dependencies }),
    });
    const lockfile: Lockfile = {
      name: "x",
      version: "1.0.0",
      lockfileVersion: 3,
      requires: true,
      packages: {
        "": {},
        "node_modules/a": entry("1.0.0", { b: "1.0.0", c: "2.0.0" }),
        "node_modules/a/node_modules/b": entry("1.0.0", { c: "*" }),
        "node_modules/a/node_modules/c": entry("2.0.0"),
        "node_modules/b": entry("1.0.0", { c: "*" }),
        "node_modules/c": entry("1.0.0"),
      },
    };
    const { snapshots } = render(lockfile, manifestOf({ a: "1.0.0", b: "1.0.0", c: "1.0.0" }));
    const seen = Object.entries(snapshots).filter(([id]) => id.startsWith("b@1.0.0"));
    expect(seen.map(([, { dependencies }]) => dependencies?.c).sort()).toEqual(["1.0.0", "2.0.0"]);
    const ofA = target("b", snapshots["a@1.0.0"]?.dependencies?.b ?? "");
    expect(snapshots[ofA]?.dependencies?.c).toBe("2.0.0");
  });

  it("carries overrides, which pnpm compares with those of package.json", () => {
    const overrides = { "@clerk/shared": "4.36.0" };
    const document = render(catalogLockfile, { ...manifestOf({ zod: versions.zod }), overrides });
    expect(document.overrides).toEqual(overrides);
  });
});
