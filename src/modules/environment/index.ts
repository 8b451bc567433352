export { compareSnapshots, ensureGenerated, openSnapshot, takeSnapshot } from "./service";
