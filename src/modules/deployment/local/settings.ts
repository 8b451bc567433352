import type { DeploySettings } from "../schema";
import type { ReleaseFile } from "./files";

/** Scripts of a release that hold the commands of its settings; beside the project's own, which those may call. */
export const settingScripts = { install: "berth:install", build: "berth:build", start: "berth:start" } as const;

/** What is built on this machine: the files of the root folder, with the commands of the settings among its scripts. */
export function applySettings(files: readonly ReleaseFile[], settings: DeploySettings): ReleaseFile[] {
  const inside = filesOfRoot(files, settings);
  const { installCommand, buildCommand, startCommand } = settings;
  const scripts = {
    ...(installCommand === undefined ? {} : { [settingScripts.install]: installCommand }),
    ...(buildCommand === undefined ? {} : { [settingScripts.build]: buildCommand }),
    ...(startCommand === undefined ? {} : { [settingScripts.start]: startCommand }),
  };
  if (Object.keys(scripts).length === 0) return inside;
  return inside.map((file) => (file.path === "package.json" ? { ...file, content: setScripts(file, scripts) } : file));
}

/** The folder that is deployed, without slashes around it; empty for the project's own. */
export function rootOf({ rootDirectory = "" }: DeploySettings): string {
  const root = rootDirectory.replace(/^(?:\.\/)+|\/+$/g, "");
  return root === "." ? "" : root;
}

/** The files of the folder that is deployed, by their paths in it. */
export function filesOfRoot(files: readonly ReleaseFile[], settings: DeploySettings): ReleaseFile[] {
  const root = rootOf(settings);
  return root === "" ? [...files] : filesBelow(files, `${root}/`);
}

function filesBelow(files: readonly ReleaseFile[], folder: string): ReleaseFile[] {
  return files.flatMap((file) =>
    file.path.startsWith(folder) ? [{ ...file, path: file.path.slice(folder.length) }] : [],
  );
}

function setScripts({ content }: ReleaseFile, scripts: Record<string, string>): string | Uint8Array {
  try {
    const manifest: unknown = JSON.parse(typeof content === "string" ? content : new TextDecoder().decode(content));
    if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) return content;
    const own = "scripts" in manifest && typeof manifest.scripts === "object" ? manifest.scripts : {};
    return `${JSON.stringify({ ...manifest, scripts: { ...own, ...scripts } }, undefined, 2)}\n`;
  } catch {
    // The build says what is wrong with it.
    return content;
  }
}
