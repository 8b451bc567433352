export { explainModelFailure, languageModel, saveModelSettings } from "./service";
