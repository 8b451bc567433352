export {
  compareSnapshots,
  ensureGenerated,
  listAllowedNames,
  openSnapshot,
  setVariables,
  takeSnapshot,
  unsetVariables,
} from "./service";
export { checkStored } from "./usage/check-stored";
export { getUsage } from "./usage/usage";
export { allowReserved } from "./variables/reserved";
export { dataKeys, openValueHashes, type ValueHashes } from "./vault/sealing";
