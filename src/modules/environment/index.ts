export {
  checkEnvironmentFor,
  ensureGenerated,
  listEnvironments,
  listVariables,
  openSnapshot,
  revealVariable,
  setVariables,
  takeSnapshot,
  unsetVariables,
} from "./service";
