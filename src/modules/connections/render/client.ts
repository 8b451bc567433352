export { readAccount } from "./account";
export type {
  CustomDomain,
  Deploy,
  FailureReason,
  Postgres,
  RenderEvent,
  Service,
} from "./answers";
export { createPostgres, deletePostgres, findPostgres, readPostgres, readPostgresAddress } from "./databases";
export {
  cancelDeploy,
  createDeploy,
  type DeployRef,
  listDeploys,
  listEvents,
  readDeploy,
  rollbackDeploy,
} from "./deploys";
export { addDomain, listDomains, readDomain, removeDomain, verifyDomain } from "./domains";
export { followLogs } from "./log-stream";
export { readLogs } from "./logs";
export { readMetric } from "./metrics";
export { removeAutoscaling, scaleService, setAutoscaling } from "./scaling";
export { deleteVariable, listVariables, mergeVariables, setVariable } from "./variables";
export {
  createService,
  deleteService,
  findService,
  readService,
  restartService,
  resumeService,
  suspendService,
  updateService,
} from "./web-services";
