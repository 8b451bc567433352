export { ensureGenerated, openSnapshot, takeSnapshot } from "./service";
