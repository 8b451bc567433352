export { explainModelFailure, languageModel } from "./service";
