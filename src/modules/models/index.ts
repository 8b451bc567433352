export { modelKeys } from "./credentials";
export { explainModelFailure, languageModel, saveModelSettings } from "./service";
