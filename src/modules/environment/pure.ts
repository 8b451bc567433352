export {
  type DotenvEntry,
  type DotenvProblem,
  type DotenvQuote,
  formatDotenv,
  type ParsedDotenv,
  parseDotenv,
} from "./dotenv";
export { generateSecret, type PlanInput, planValues, type ValuePlan } from "./plan";
export { checkEnvironment, type EnvironmentInput } from "./validation/checks";
export type { ProviderRule } from "./validation/expectations";
export { providerRules } from "./validation/rules";
export { isLocalAddress } from "./validation/values";
