export { readAccount } from "./account";
export {
  cancelDeployment,
  createDeployment,
  type Deployment,
  type DeploymentFile,
  deleteDeployment,
  findByMeta,
  findDeployment,
  promoteDeployment,
  rollBackDeployment,
} from "./deployments";
export {
  addDomain,
  type Domain,
  type DomainConfig,
  findDomain,
  listDomains,
  readDomainConfig,
  removeDomain,
  verifyDomain,
} from "./domains";
export { type BuildEvent, readBuildLog } from "./events";
export { type Blob, hashOf, uploadFiles } from "./files";
export { followBuildLog } from "./follow";
export {
  createProject,
  deleteProject,
  findProject,
  type Project,
  type ProjectSettings,
  pauseProject,
  resumeProject,
  updateProject,
} from "./projects";
export {
  deleteVariable,
  listVariables,
  type StoredVariable,
  setVariables,
  setVariableTargets,
  type VariableTarget,
  variablesAtOnce,
} from "./variables";
