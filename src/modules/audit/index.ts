export { exportHeader, exportLines } from "./format";
export { exportAudit } from "./service";
