import type { Evidence } from "./detected";
import { lineOfName, type Manifest } from "./manifest";
import { inside, type ProjectFiles } from "./project-files";

const lockfiles: readonly (readonly [file: string, manager: string])[] = [
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["deno.lock", "deno"],
  ["uv.lock", "uv"],
  ["poetry.lock", "poetry"],
  ["Pipfile.lock", "pipenv"],
];
const managerOf = new Map(lockfiles);

/** The package manager of a folder: what package.json names, else the lockfile nearest above it. */
export function detectPackageManager(
  files: ProjectFiles,
  folder: string,
  manifest: Manifest | undefined,
): { name: string; evidence: Evidence[] } {
  const declared = /^(npm|pnpm|yarn|bun)@/.exec(manifest?.packageManager ?? "")?.[1];
  if (declared && manifest) {
    const seen = `packageManager ${manifest.packageManager}`;
    return { name: declared, evidence: [{ file: manifest.file, line: lineOfName(manifest, "packageManager"), seen }] };
  }
  for (let at: string | undefined = folder; at !== undefined; at = parentOf(at)) {
    const found = lockfiles.find(([file]) => files.has(inside(at ?? "", file)));
    if (found) return { name: found[1], evidence: [{ file: inside(at, found[0]), seen: found[0] }] };
  }
  return { name: manifest ? "npm" : "none", evidence: [] };
}

/** Says so when lockfiles contradict each other. */
export function noteLockfiles(files: ProjectFiles, chosen: { name: string; evidence: readonly Evidence[] }): void {
  const found = files.paths.filter((path) => managerOf.has(path.slice(path.lastIndexOf("/") + 1)));
  const atRoot = found.filter((path) => !path.includes("/"));
  const managers = new Set(atRoot.map((path) => managerOf.get(path)));
  if (managers.size < 2 && found.length < 5) return;
  const reason = chosen.evidence[0] ? ` because of ${chosen.evidence[0].seen}` : "";
  files.note(
    "warning",
    `There are ${found.length} lockfiles (${found.slice(0, 3).join(", ")}${found.length > 3 ? ", ..." : ""}). ${chosen.name} is taken${reason}. Keep the one lockfile you use, or name the manager in packageManager of package.json.`,
  );
}

function parentOf(folder: string): string | undefined {
  if (folder === "") return undefined;
  const at = folder.lastIndexOf("/");
  return at === -1 ? "" : folder.slice(0, at);
}
