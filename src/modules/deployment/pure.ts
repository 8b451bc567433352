export { listRunningApps, stopAppOffline } from "./local/offline";
