import { parse } from "yaml";
import { isObject, listOf, type Manifest } from "./manifest";
import type { ProjectFiles } from "./project-files";

const maxPackages = 200;
const sideFolder =
  /(?:^|\/)(?:tests?|__tests__|fixtures?|examples?|templates?|e2e|cypress|docs|playground|benchmarks?)\//;

/** Folders of the packages of a monorepo, as its workspaces name them; without workspaces every folder with a package.json. */
export async function findPackages(files: ProjectFiles, root: Manifest | undefined): Promise<string[]> {
  const folders = files.paths
    .filter((path) => path.endsWith("/package.json"))
    .map((path) => path.slice(0, -"/package.json".length));
  const patterns = [...(root?.workspaces ?? []), ...(await pnpmPatterns(files))];
  const matches = matcher(patterns);
  const chosen = patterns.length > 0 ? folders.filter(matches) : folders.filter((path) => !sideFolder.test(`${path}/`));
  if (chosen.length > maxPackages) {
    files.note("warning", `The project has ${chosen.length} packages; the first ${maxPackages} were looked at.`);
  }
  return chosen.slice(0, maxPackages);
}

async function pnpmPatterns(files: ProjectFiles): Promise<string[]> {
  const text = await files.keptText("pnpm-workspace.yaml");
  if (text === undefined) return [];
  try {
    const parsed: unknown = parse(text, { maxAliasCount: 10 });
    return isObject(parsed) ? listOf(parsed.packages) : [];
  } catch {
    files.note("warning", "pnpm-workspace.yaml is not valid YAML, so its packages are unknown.", "pnpm-workspace.yaml");
    return [];
  }
}

/** Workspace patterns know `*`, `**` and a leading `!`; more of them would take a pattern exponential time. */
function isUsable(pattern: string): boolean {
  const parts = pattern.split("/");
  const isPlain = parts.every((part) => part === "**" || part.split("*").length <= 2);
  return pattern.length < 200 && isPlain && parts.filter((part) => part === "**").length <= 1;
}

function matcher(patterns: readonly string[]): (folder: string) => boolean {
  const usable = patterns.slice(0, 100).filter(isUsable);
  const compile = (pattern: string) => {
    const clean = pattern.replace(/^\.?\//, "").replace(/\/$/, "");
    const source = clean
      .split(/(\*\*\/?|\*)/)
      .map((part) =>
        part === "**/"
          ? "(?:.*/)?"
          : part === "**"
            ? ".*"
            : part === "*"
              ? "[^/]*"
              : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"),
      )
      .join("");
    return new RegExp(`^${source}$`);
  };
  const wanted = usable.filter((each) => !each.startsWith("!")).map(compile);
  const unwanted = usable.filter((each) => each.startsWith("!")).map((each) => compile(each.slice(1)));
  return (folder) => wanted.some((each) => each.test(folder)) && !unwanted.some((each) => each.test(folder));
}
