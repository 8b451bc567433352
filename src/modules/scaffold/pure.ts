import type { GeneratedFile, ScaffoldConfig } from "./schema";

export { catalogVersion } from "./catalog/versions";
export { commandOf } from "./command";
export { decodeConfig, encodeConfig, parseConfig, parseConfigJson } from "./config";
export { appVariables } from "./detection/detected";
export { findProof, notTriedSentence, proofSentence } from "./evidence";
export { type CatalogGroup, catalogOptions } from "./options";
export {
  type ConfigField,
  chooseOption,
  type OptionState,
  optionStates,
  resolveConfig,
  rules,
} from "./rules";
export { variablesOf } from "./variables";

/** Writes a whole project in memory, sorted by path; pure and deterministic. Templates and lockfile load on first use. */
export async function generate(config: ScaffoldConfig): Promise<GeneratedFile[]> {
  const { generateProject } = await import("./engine/project");
  return generateProject(config);
}

/** The files as a ZIP under one root folder; the same files give the same bytes. Its packer loads on first use. */
export async function zipProject(files: readonly GeneratedFile[], rootFolder: string): Promise<Uint8Array> {
  const engine = await import("./engine/zip");
  return engine.zipProject(files, rootFolder);
}
