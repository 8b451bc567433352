export { detectFormat } from "./formats/detect-format";
export {
  type DotenvEntry,
  type DotenvProblem,
  type DotenvQuote,
  formatDotenv,
  type ParsedDotenv,
  parseDotenv,
} from "./formats/dotenv";
export { type Entry, nameFault, type ParsedText, type Problem, type Refusal, valuesOf } from "./formats/entries";
export {
  type FormatId,
  formatIds,
  formatNames,
  readFormat,
  type WrittenText,
  writeFormat,
} from "./formats/formats";
export { type GeneratedValue, type GenerateRequest, generateValue } from "./generate";
export { findUnmetDatabase, generateSecret, type PlanInput, planValues, type ValuePlan } from "./plan";
export { TemplateCategory } from "./templates/schema";
export { mergeVariables, type TypedVariable, typesModuleMark, writeTypesModule } from "./types-module";
export { ReadVariable } from "./usage/schema";
export { checkEnvironment, type EnvironmentInput } from "./validation/checks";
export { isRailwayReference } from "./validation/databases";
export type { ProviderRule } from "./validation/expectations";
export { findNameCaution, isReservedName } from "./validation/names";
export { providerRules } from "./validation/rules";
export { isLocalAddress, isPublicKey } from "./validation/values";
