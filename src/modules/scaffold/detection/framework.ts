import { type Framework, frameworkList } from "@vercel/frameworks";
import { detectFrameworks } from "@vercel/fs-detectors/dist/detect-framework.js";
import { DetectorFilesystem, type DetectorFilesystemStat } from "@vercel/fs-detectors/dist/detectors/filesystem.js";
import type { Evidence } from "./detected";
import { lineOfName, type Manifest } from "./manifest";
import { inside, type ProjectFiles } from "./project-files";

export interface DetectedFramework {
  /** The name in a configuration, or the framework's own. */
  name: string;
  record: Framework;
  evidence: Evidence;
}

const ownNames: Readonly<Record<string, string>> = {
  nextjs: "next",
  nuxtjs: "nuxt",
  "sveltekit-1": "sveltekit",
  "solidstart-1": "solidstart",
  "docusaurus-2": "docusaurus",
  "sanity-v2": "sanity",
};

/** What only builds or documents something else, or names no more than a language. */
const secondary = new Set(["storybook", "parcel", "vite", "node", "bun", "python", "ruby", "rust", "go", "container"]);

/** The framework of a folder, by the knowledge of `@vercel/frameworks`; the lists are theirs, the files ours. */
export async function detectFramework(
  files: ProjectFiles,
  folder: string,
  manifest: Manifest | undefined,
): Promise<DetectedFramework | undefined> {
  const fs = new ListedFilesystem(files, folder, manifest);
  const found = await detectFrameworks({ fs, frameworkList: [...frameworkList], useExperimentalFrameworks: false });
  const record = found.find(({ slug }) => !secondary.has(String(slug))) ?? byPackage(manifest) ?? found[0];
  if (!record) return undefined;
  return { name: nameOf(record, manifest), record, evidence: evidenceOf(record, files, folder, manifest) };
}

/** A server framework whose import stands in a file the list does not name: its package alone then decides. */
function byPackage(manifest: Manifest | undefined): Framework | undefined {
  return frameworkList.find(({ detectors }) => {
    const { every = [], some = [] } = detectors ?? {};
    const isNamed = every.length > 0 && some.length > 0 && every.every((each) => each.matchPackage !== undefined);
    return isNamed && every.every((each) => manifest?.dependencies[each.matchPackage ?? ""] !== undefined);
  });
}

function nameOf({ slug }: Framework, manifest: Manifest | undefined): string {
  const name = String(slug);
  if (name === "vite" && manifest?.dependencies.react !== undefined) return "vite-react";
  return ownNames[name] ?? name;
}

function evidenceOf(
  { detectors }: Framework,
  files: ProjectFiles,
  folder: string,
  manifest: Manifest | undefined,
): Evidence {
  const clues = [...(detectors?.every ?? []), ...(detectors?.some ?? [])];
  const named = clues
    .map((clue) => clue.matchPackage ?? /\\?"([@\w/.-]+)\\?":/.exec(unescaped(clue.matchContent))?.[1])
    .find((name) => name !== undefined && manifest?.dependencies[name] !== undefined);
  if (named && manifest) {
    const seen = `${named} ${manifest.dependencies[named]}`;
    return { file: manifest.file, line: lineOfName(manifest, named), seen };
  }
  const path = clues.find((clue) => clue.path && files.has(inside(folder, clue.path)))?.path ?? "package.json";
  return { file: inside(folder, path), seen: path };
}

/** A pattern for a dependency names it with escaped slashes. */
function unescaped(pattern: string | undefined): string {
  return (pattern ?? "").replace('"(dev)?(d|D)ependencies":', "").replaceAll("\\/", "/");
}

/**
 * The listing as the detectors see it. Their patterns over package.json would take quadratic time on a hostile one, so they
 * get its dependencies written afresh.
 */
class ListedFilesystem extends DetectorFilesystem {
  constructor(
    private readonly files: ProjectFiles,
    private readonly folder: string,
    private readonly manifest: Manifest | undefined,
  ) {
    super();
  }

  protected override async _hasPath(name: string): Promise<boolean> {
    return this.files.has(inside(this.folder, name));
  }

  protected override async _isFile(name: string): Promise<boolean> {
    return this.files.has(inside(this.folder, name));
  }

  protected override async _readFile(name: string): Promise<Buffer> {
    if (name === "package.json") {
      const dependencies = Object.entries(this.manifest?.dependencies ?? {}).slice(0, 2000);
      return Buffer.from(JSON.stringify({ dependencies: Object.fromEntries(dependencies) }, undefined, 1));
    }
    return Buffer.from((await this.files.keptText(inside(this.folder, name))) ?? "");
  }

  protected override async _readdir(name: string): Promise<DetectorFilesystemStat[]> {
    const prefix = inside(this.folder, name === "." ? "" : `${name}/`).replace(/^\//, "");
    return this.files.paths
      .filter((path) => path.startsWith(prefix) && !path.slice(prefix.length).includes("/"))
      .map((path) => ({ name: path.slice(prefix.length), path: path.slice(prefix.length), type: "file" }));
  }

  protected override _chdir(name: string): DetectorFilesystem {
    return new ListedFilesystem(this.files, inside(this.folder, name), this.manifest);
  }
}
