export { commandOf, contentHash, decodeConfig, generate, parseConfig, variablesOf, zipProject } from "./pure";
export type { GeneratedFile, ScaffoldConfig, VariableSpec } from "./schema";
