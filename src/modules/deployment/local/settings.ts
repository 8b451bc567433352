import type { DeploySettings } from "../schema";
import type { ReleaseFile } from "./files";

/** What is built on this machine: the files of the root folder, with the commands of the settings as its scripts. */
export function applySettings(files: readonly ReleaseFile[], settings: DeploySettings): ReleaseFile[] {
  const root = settings.rootDirectory?.replace(/^(?:\.\/)+|\/+$/g, "");
  const inside = root && root !== "." ? filesBelow(files, `${root}/`) : [...files];
  const scripts = {
    ...(settings.buildCommand === undefined ? {} : { build: settings.buildCommand }),
    ...(settings.startCommand === undefined ? {} : { start: settings.startCommand }),
  };
  if (Object.keys(scripts).length === 0) return inside;
  return inside.map((file) => (file.path === "package.json" ? { ...file, content: setScripts(file, scripts) } : file));
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
