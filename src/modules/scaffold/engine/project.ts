import { features } from "../features/catalog";
import type { GeneratedFile, ScaffoldConfig } from "../schema";
import { collectSlots, orderFiles } from "./compose";
import type { TemplateFile } from "./feature";
import { renderManifest } from "./manifest";

/** Writes a whole project in memory: the same configuration always gives the same files, sorted by path. */
export function generateProject(config: ScaffoldConfig): GeneratedFile[] {
  const chosen = features.filter((feature) => feature.isChosen(config));
  const slots = collectSlots(chosen, config);
  const rendered = chosen.flatMap((feature) => feature.render?.(config, slots) ?? []);
  const files = [...slots.files, ...rendered, ...renderManifest(config, slots)];
  return orderFiles(withoutUnimported(files)).map(({ path, content, mode = 0o644 }) => ({ path, content, mode }));
}

function withoutUnimported(files: readonly TemplateFile[]): TemplateFile[] {
  const isImported = ({ path }: TemplateFile): boolean => {
    const name = `"@/${path.replace(/^src\/|\.tsx?$/g, "")}"`;
    return files.some(({ content }) => content.includes(name));
  };
  return files.filter((file) => file.onlyIfImported !== true || isImported(file));
}
