export { compareSnapshots, ensureGenerated, openSnapshot, setVariables, takeSnapshot, unsetVariables } from "./service";
export { dataKeys } from "./vault/sealing";
