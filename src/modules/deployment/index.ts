export { deleteApp, getApp, listApps, startApp, stopApp } from "./apps";
export { promoteDeployment, redeployDeployment, retryDeployment, rollbackDeployment } from "./lifecycle/again";
export { getDeployment, listDeployments, readLogs, watchDeployment } from "./queries";
export { cancelDeployment, startDeployment } from "./service";
export { createSource, readDeployedFiles } from "./sources/upload";
