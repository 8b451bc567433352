export { placeOfToken, readAccount } from "./account";
export {
  createService,
  deleteService,
  deleteVariable,
  ensureServiceDomain,
  readService,
  readVariables,
  type ServicePlace,
  type ServiceSettings,
  setVariables,
  updateService,
} from "./app-services";
export { packArchive } from "./archive";
export {
  approveDeployment,
  cancelDeployment,
  findDeployment,
  listDeployments,
  listSteps,
  type RailwayDeployment,
  type RailwayLine,
  type RailwayStep,
  redeployDeployment,
  rollbackDeployment,
  stopDeployment,
} from "./deployments";
export { deleteDomain, ensureDomain, listDomains, type RailwayDomain, readDomain } from "./domains";
export { type LogSource, RailwayLog, readLog } from "./logs";
export {
  createEnvironment,
  createProject,
  deleteProject,
  ensureVolume,
  findProject,
  findProjects,
  type RailwayProject,
} from "./projects";
export { checkArchive, uploadArchive } from "./upload";
export { estimateCost, readMetrics } from "./usage";
export { watchDeployment } from "./watch";
