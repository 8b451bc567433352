export { readAccount } from "./account";
export type {
  CustomDomain,
  Deploy,
  FailureReason,
  LogEntry,
  Postgres,
  RenderEvent,
  RenderVariable,
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
export { type LogPlace, readLogs } from "./logs";
export { type MetricPoint, readMetric } from "./metrics";
export { type Autoscaling, removeAutoscaling, scaleService, setAutoscaling } from "./scaling";
export {
  createService,
  deleteService,
  findService,
  type NewService,
  readService,
  restartService,
  resumeService,
  type ServiceSettings,
  suspendService,
  updateService,
} from "./services";
export { deleteVariable, listVariables, mergeVariables, setVariable } from "./variables";
