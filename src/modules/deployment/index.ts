export { deleteApp, getApp, listApps, startApp, stopApp } from "./apps";
export { getDeployment, listDeployments, readLogs, watchDeployment } from "./queries";
export {
  cancelDeployment,
  redeployDeployment,
  retryDeployment,
  rollbackDeployment,
  startDeployment,
} from "./service";
export { createSource } from "./sources";
