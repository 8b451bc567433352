export { compareSnapshots, ensureGenerated, openSnapshot, setVariables, takeSnapshot } from "./service";
