import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runNpm } from "./npm.mjs";

/**
 * Resolves the catalog with these proposals: all at once, and where that fails one group after the other, keeping
 * those that resolve. A group that is left out learns why. Undefined when none is left.
 */
export async function resolveProposals(context) {
  const { proposals } = context;
  const whole = await attempt(context, proposals);
  if (whole.fault === undefined) return whole;
  if (proposals.length === 1) {
    proposals[0].reason = whole.fault;
    return undefined;
  }
  console.log(`  all together: ${whole.fault}`);
  let resolved;
  for (const proposal of proposals) {
    const next = await attempt(context, [...(resolved?.proposals ?? []), proposal]);
    if (next.fault === undefined) resolved = next;
    else proposal.reason = next.fault;
  }
  return resolved;
}

/** One resolve of everything in an empty folder, and what speaks against it. */
async function attempt({ catalog, work, stop }, proposals) {
  const { product } = catalog;
  const changes = proposals.flatMap((proposal) => proposal.changes);
  const folder = mkdtempSync(path.join(work, "resolve-"));
  console.log(`  resolving with ${proposals.map(({ group }) => group.name).join(", ")} ...`);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifestOf(catalog, changes), null, 2));
  try {
    const resolve = ["install", "--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved"];
    await runNpm(resolve, { cwd: folder, seconds: 600 });
    // What the registry lacks for another platform is silently left out of the lockfile; only this notices.
    await runNpm(["ci", "--dry-run", "--ignore-scripts"], { cwd: folder, seconds: 300 });
  } catch (error) {
    stop.signal.throwIfAborted();
    return { fault: product.reasonOf(error.message) };
  }
  const lockfileText = readFileSync(path.join(folder, "package-lock.json"), "utf8");
  const lockfile = JSON.parse(lockfileText);
  const [fault] = product.lockfileFaults(catalog.lockfile, lockfile, rootsWith(catalog, changes));
  const { added, removed } = product.lockfileChanges(catalog.lockfile, lockfile);
  if (fault === undefined) console.log(`  resolved: ${added} releases come, ${removed} go`);
  return { fault, folder, proposals, changes, lockfileText };
}

function manifestOf(catalog, changes) {
  const isForDevelopment = new Set(Object.keys(catalog.lockfile.packages[""].devDependencies ?? {}));
  const roots = Object.entries(rootsWith(catalog, changes));
  return {
    name: catalog.lockfile.name,
    version: catalog.lockfile.version,
    dependencies: Object.fromEntries(roots.filter(([name]) => !isForDevelopment.has(name))),
    devDependencies: Object.fromEntries(roots.filter(([name]) => isForDevelopment.has(name))),
    overrides: raised(catalog.overrides, changes),
  };
}

function rootsWith({ roots }, changes) {
  return raised(roots, changes);
}

function raised(pins, changes) {
  const to = new Map(changes.map((change) => [change.name, change.to]));
  return Object.fromEntries(Object.entries(pins).map(([name, version]) => [name, to.get(name) ?? version]));
}
