import type { ProjectFile } from "../project-files";

/** A project in the shape of a well-known starter, and what detection must say about it. */
export interface Layout {
  name: string;
  files: Readonly<Record<string, string>>;
  stack: Readonly<Record<string, unknown>>;
  required: readonly string[];
  optional: readonly string[];
}

/** Files of a project written as texts. */
export function filesOf(texts: Readonly<Record<string, string | Uint8Array>>): ProjectFile[] {
  return Object.entries(texts).map(([path, text]) => {
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
    return { path, size: bytes.byteLength, read: () => bytes };
  });
}

/** A package.json with the dependencies named, whose versions do not matter here. */
export function manifest(fields: {
  name?: string;
  dependencies?: readonly string[];
  devDependencies?: readonly string[];
  scripts?: Readonly<Record<string, string>>;
  [field: string]: unknown;
}): string {
  const versions = (names: readonly string[] = []) => Object.fromEntries(names.map((name) => [name, "^1.0.0"]));
  const { dependencies, devDependencies, ...rest } = fields;
  const all = { ...rest, dependencies: versions(dependencies), devDependencies: versions(devDependencies) };
  return `${JSON.stringify(all, undefined, 2)}\n`;
}
