import type { AdditionPlan, AdditionRequest } from "./addition/plan-addition";
import type { GeneratedFile, ScaffoldConfig } from "./schema";

export { isSecretFile } from "@/server/leaks/secret-file";
export type { WantedChoices } from "./addition/choose-addition";
export { type ConflictChoice, conflictChoices } from "./addition/conflict-choice";
export type { AdditionPlan } from "./addition/plan-addition";
export type { FileChange, ProjectFile } from "./addition/plan-file";
export { settleConflicts } from "./addition/settle";
export { catalogVersion } from "./catalog/versions";
export { commandOf } from "./command";
export { decodeConfig, encodeConfig, parseConfig, parseConfigJson } from "./config";
export { appVariables } from "./detection/detected";
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

/** What adding choices to a generated project would do to its files; writes nothing. Templates load on first use. */
export async function planAddition(request: AdditionRequest): Promise<AdditionPlan> {
  const addition = await import("./addition/plan-addition");
  return addition.planAddition(request);
}
