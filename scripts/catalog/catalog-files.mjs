import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadSource } from "../prove/catalog.mjs";
import { root } from "../shared/runtime.mjs";
import { ScriptError } from "../shared/script-error.mjs";

const folder = path.join("src", "modules", "scaffold", "catalog");
const versionsFile = path.join(folder, "versions.ts");
const lockfileFile = path.join(folder, "lockfile.json");

const source = `
export { catalogVersion, clerkOverrides, hoisted, versions } from "@/modules/scaffold/catalog/versions";
export { proposeGroup } from "@/modules/scaffold/catalog/update/candidates";
export { groupsOf, groupsWith } from "@/modules/scaffold/catalog/update/groups";
export { lockfileChanges, lockfileFaults } from "@/modules/scaffold/catalog/update/lockfile-check";
export { reasonOf } from "@/modules/scaffold/catalog/update/npm-output";
export { nextCatalogVersion, withCatalogVersion, withPins } from "@/modules/scaffold/catalog/update/versions-file";
`;

/** The catalog as it stands, with what is needed to change it. */
export async function readCatalog() {
  const product = await loadSource("update", source);
  const texts = { versions: read(versionsFile), lockfile: read(lockfileFile) };
  const { versions, hoisted, clerkOverrides, catalogVersion } = product;
  return {
    product,
    texts,
    catalogVersion,
    pins: { ...clerkOverrides, ...hoisted, ...versions },
    roots: { ...hoisted, ...versions },
    overrides: clerkOverrides,
    lockfile: JSON.parse(texts.lockfile),
    withResolve: ({ changes, lockfileText }, day) => nextCatalog(product, texts, { changes, lockfileText, day }),
  };
}

/** The texts of both files after a change. */
function nextCatalog(product, texts, { changes, lockfileText, day }) {
  const catalogVersion = product.nextCatalogVersion(product.catalogVersion, day);
  const versions = product.withCatalogVersion(product.withPins(texts.versions, changes), catalogVersion);
  const replaced = { [versionsFile]: versions, [lockfileFile]: lockfileText };
  return { catalogVersion, texts: { versions, lockfile: lockfileText }, replaced };
}

/** Writes both files, or neither: they are of one resolve. */
export function writeCatalog({ texts }, next) {
  if (read(versionsFile) !== texts.versions || read(lockfileFile) !== texts.lockfile) {
    throw new ScriptError("The catalog was changed by someone else meanwhile, so nothing was written. Run it again.");
  }
  const staged = Object.entries(next.replaced).map(([file, text]) => {
    const target = path.join(root, file);
    writeFileSync(`${target}.next`, text);
    return target;
  });
  for (const target of staged) renameSync(`${target}.next`, target);
}

function read(file) {
  return readFileSync(path.join(root, file), "utf8");
}
