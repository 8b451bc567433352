export { deleteApp, getApp, listApps, startApp, stopApp } from "./apps";
export { getDeployment, listDeployments, readLogs, watchDeployment } from "./queries";
export {
  cancelDeployment,
  retryDeployment,
  rollbackDeployment,
  startDeployment,
} from "./service";
export { createSource, readUploaded } from "./sources/upload";
