import { inside, lineAt, type ProjectFiles } from "./project-files";

/** What is readable of a package.json; a broken one counts as empty, with a note. */
export interface Manifest {
  file: string;
  name?: string;
  packageManager?: string;
  scripts: Readonly<Record<string, string>>;
  /** Every dependency of any kind, by name. */
  dependencies: Readonly<Record<string, string>>;
  workspaces: readonly string[];
  text: string;
}

const dependencyFields = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** The package.json of a folder, if it has one. */
export async function readManifest(files: ProjectFiles, folder: string): Promise<Manifest | undefined> {
  const file = inside(folder, "package.json");
  const text = await files.keptText(file);
  if (text === undefined) return undefined;
  const parsed = parseObject(text);
  if (!parsed) {
    files.note("warning", "package.json is not valid JSON, so scripts and dependencies are unknown. Correct it.", file);
  }
  const fields = parsed ?? {};
  const { workspaces } = fields;
  return {
    file,
    ...(typeof fields.name === "string" ? { name: fields.name } : {}),
    ...(typeof fields.packageManager === "string" ? { packageManager: fields.packageManager } : {}),
    scripts: textsOf(fields.scripts),
    dependencies: Object.assign(Object.create(null), ...dependencyFields.map((field) => textsOf(fields[field]))),
    workspaces: listOf(isObject(workspaces) ? workspaces.packages : workspaces),
    text,
  };
}

/** The line of package.json that names a dependency or a script. */
export function lineOfName(manifest: Manifest, name: string): number {
  const at = manifest.text.indexOf(`${JSON.stringify(name)}:`);
  const loose = at === -1 ? manifest.text.indexOf(JSON.stringify(name)) : at;
  return lineAt(manifest.text, Math.max(0, loose));
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textsOf(value: unknown): Record<string, string> {
  const texts: Record<string, string> = Object.create(null);
  if (!isObject(value)) return texts;
  for (const [key, text] of Object.entries(value)) if (typeof text === "string") texts[key] = text;
  return texts;
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
