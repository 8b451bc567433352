import { features, frameworks } from "../features/catalog";
import type { GeneratedFile, ScaffoldConfig } from "../schema";
import { collectSlots, orderFiles } from "./compose";
import { renderManifest } from "./manifest";

/** Writes a whole project in memory: the same configuration always gives the same files, sorted by path. */
export function generateProject(config: ScaffoldConfig): GeneratedFile[] {
  const slots = collectSlots(features, config);
  const files = [...slots.files, ...frameworks[config.framework](config, slots), ...renderManifest(config, slots)];
  return orderFiles(files).map(({ path, content, mode = 0o644 }) => ({ path, content, mode }));
}
