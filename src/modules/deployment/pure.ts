export { listRunningApps, stopAppOffline } from "./local/offline";
export { logLine } from "./log-line";
