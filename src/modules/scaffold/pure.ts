import type { GeneratedFile, ScaffoldConfig } from "./schema";

export { catalogVersion } from "./catalog/versions";
export { commandOf } from "./command";
export { decodeConfig, encodeConfig, parseConfig, parseConfigJson } from "./config";
export { contentHash, zipProject } from "./engine/zip";
export { type CatalogGroup, type CatalogOption, catalogOptions } from "./options";
export {
  type ConfigField,
  checkRules,
  chooseOption,
  type OptionState,
  optionStates,
  type Rule,
  resolveConfig,
  rules,
} from "./rules";
export { missingFeatures, variablesOf } from "./variables";

/** Writes a whole project in memory, sorted by path; pure and deterministic. Templates and lockfile load on first use. */
export async function generate(config: ScaffoldConfig): Promise<GeneratedFile[]> {
  const { generateProject } = await import("./engine/project");
  return generateProject(config);
}
