export { estimateCost, monthlyText } from "./hosted/prices";
export { listRunningApps, stopAppOffline } from "./local/offline";
export { logLine } from "./log-line";
export { canDo } from "./platforms/capabilities";
