/** The part of Railway's GraphQL schema that the stand-in has, written by hand; a test compares it with the official one. */
export const sdl = `
scalar DateTime
scalar JSON
scalar EnvironmentVariables
scalar DeploymentMeta

type PageInfo { endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }

type ApiTokenWorkspace { id: String! name: String! }
type ApiTokenContext { workspaces: [ApiTokenWorkspace!]! }
type User { id: ID! name: String email: String! }
type ProjectToken { id: ID! name: String! projectId: String! environmentId: String! project: Project! }

type Project {
  id: ID!
  name: String!
  description: String
  createdAt: DateTime!
  workspaceId: String
  environments(after: String, before: String, first: Int, last: Int): ProjectEnvironmentsConnection!
  services(after: String, before: String, first: Int, last: Int): ProjectServicesConnection!
}
type ProjectEnvironmentsConnection { edges: [ProjectEnvironmentsConnectionEdge!]! pageInfo: PageInfo! }
type ProjectEnvironmentsConnectionEdge { cursor: String! node: Environment! }
type ProjectServicesConnection { edges: [ProjectServicesConnectionEdge!]! pageInfo: PageInfo! }
type ProjectServicesConnectionEdge { cursor: String! node: Service! }
type QueryProjectsConnection { edges: [QueryProjectsConnectionEdge!]! pageInfo: PageInfo! }
type QueryProjectsConnectionEdge { cursor: String! node: Project! }

type Environment {
  id: ID!
  name: String!
  projectId: String!
  volumeInstances(after: String, before: String, first: Int, last: Int): EnvironmentVolumeInstancesConnection!
}
type EnvironmentVolumeInstancesConnection { edges: [EnvironmentVolumeInstancesConnectionEdge!]! pageInfo: PageInfo! }
type EnvironmentVolumeInstancesConnectionEdge { cursor: String! node: VolumeInstance! }
type VolumeInstance { id: ID! serviceId: String mountPath: String! }
type Volume { id: ID! name: String! }

type Service { id: ID! name: String! projectId: String! }
type ServiceInstance {
  id: ID!
  serviceId: String!
  environmentId: String!
  numReplicas: Int
  latestDeployment: Deployment
  domains: AllDomains!
}
type AllDomains { customDomains: [CustomDomain!]! serviceDomains: [ServiceDomain!]! }
type ServiceDomain { id: ID! domain: String! serviceId: String! environmentId: String! }
type CustomDomain { id: ID! domain: String! serviceId: String! environmentId: String! status: CustomDomainStatus! }
type CustomDomainStatus {
  certificateErrorMessage: String
  certificateStatus: CertificateStatus!
  dnsRecords: [DNSRecords!]!
  verificationDnsHost: String
  verificationToken: String
  verified: Boolean!
}
type DNSRecords {
  currentValue: String!
  fqdn: String!
  hostlabel: String!
  purpose: DNSRecordPurpose!
  recordType: DNSRecordType!
  requiredValue: String!
  status: DNSRecordStatus!
  zone: String!
}
enum CertificateStatus {
  CERTIFICATE_STATUS_TYPE_ISSUE_FAILED
  CERTIFICATE_STATUS_TYPE_ISSUING
  CERTIFICATE_STATUS_TYPE_UNSPECIFIED
  CERTIFICATE_STATUS_TYPE_VALID
  CERTIFICATE_STATUS_TYPE_VALIDATING_OWNERSHIP
  UNRECOGNIZED
}
enum DNSRecordType {
  DNS_RECORD_TYPE_A
  DNS_RECORD_TYPE_CNAME
  DNS_RECORD_TYPE_NS
  DNS_RECORD_TYPE_TXT
  DNS_RECORD_TYPE_UNSPECIFIED
  UNRECOGNIZED
}
enum DNSRecordPurpose {
  DNS_RECORD_PURPOSE_ACME_DNS01_CHALLENGE
  DNS_RECORD_PURPOSE_TRAFFIC_ROUTE
  DNS_RECORD_PURPOSE_UNSPECIFIED
  UNRECOGNIZED
}
enum DNSRecordStatus {
  DNS_RECORD_STATUS_PROPAGATED
  DNS_RECORD_STATUS_REQUIRES_UPDATE
  DNS_RECORD_STATUS_UNSPECIFIED
  UNRECOGNIZED
}

enum DeploymentStatus {
  BUILDING CRASHED DEPLOYING FAILED INITIALIZING NEEDS_APPROVAL QUEUED REMOVED REMOVING SKIPPED SLEEPING SUCCESS WAITING
}
type Deployment {
  id: ID!
  status: DeploymentStatus!
  createdAt: DateTime!
  url: String
  staticUrl: String
  canRollback: Boolean!
  canRedeploy: Boolean!
  deploymentStopped: Boolean!
  meta: DeploymentMeta
}
type QueryDeploymentsConnection { edges: [QueryDeploymentsConnectionEdge!]! pageInfo: PageInfo! }
type QueryDeploymentsConnectionEdge { cursor: String! node: Deployment! }

enum DeploymentEventStep {
  BUILD_IMAGE CONFIGURE_NETWORK CREATE_CONTAINER DRAIN_INSTANCES HEALTHCHECK MIGRATE_VOLUMES PRE_DEPLOY_COMMAND
  PUBLISH_IMAGE SNAPSHOT_CODE WAIT_FOR_DEPENDENCIES
}
type DeploymentEvent {
  id: ID!
  step: DeploymentEventStep!
  createdAt: DateTime!
  completedAt: DateTime
  payload: DeploymentEventPayload
}
type DeploymentEventPayload { error: String reason: String skipped: Boolean }
type QueryDeploymentEventsConnection { edges: [QueryDeploymentEventsConnectionEdge!]! pageInfo: PageInfo! }
type QueryDeploymentEventsConnectionEdge { cursor: String! node: DeploymentEvent! }
type Log { timestamp: String! message: String! severity: String attributes: [LogAttribute!]! }
type LogAttribute { key: String! value: String! }

enum MetricMeasurement {
  BACKUP_USAGE_GB CPU_LIMIT CPU_USAGE CPU_USAGE_2 DISK_USAGE_GB EPHEMERAL_DISK_USAGE_GB MEASUREMENT_UNSPECIFIED
  MEMORY_LIMIT_GB MEMORY_USAGE_GB NETWORK_RX_GB NETWORK_TX_GB UNRECOGNIZED
}
type Metric { ts: Int! value: Float! }
type MetricsResult { measurement: MetricMeasurement! values: [Metric!]! }
type EstimatedUsage { measurement: MetricMeasurement! estimatedValue: Float! projectId: String! }

input ProjectCreateInput {
  defaultEnvironmentName: String description: String name: String prDeploys: Boolean workspaceId: String
}
input EnvironmentCreateInput {
  name: String! projectId: String! skipInitialDeploys: Boolean sourceEnvironmentId: String
}
input ServiceSourceInput { image: String repo: String }
input ServiceCreateInput {
  environmentId: String name: String projectId: String! source: ServiceSourceInput variables: EnvironmentVariables
}
input ServiceInstanceUpdateInput {
  buildCommand: String healthcheckPath: String healthcheckTimeout: Int numReplicas: Int preDeployCommand: [String!]
  rootDirectory: String startCommand: String
}
input ServiceDomainCreateInput { environmentId: String! serviceId: String! targetPort: Int }
input VariableCollectionUpsertInput {
  environmentId: String! projectId: String! replace: Boolean = false serviceId: String skipDeploys: Boolean = false
  variables: EnvironmentVariables!
}
input VariableDeleteInput { environmentId: String! name: String! projectId: String! serviceId: String }
input VolumeCreateInput { environmentId: String mountPath: String! projectId: String! serviceId: String }
input DeploymentListInput { environmentId: String projectId: String serviceId: String }
input CustomDomainCreateInput {
  domain: String! environmentId: String! projectId: String! serviceId: String! targetPort: Int
}

type Query {
  apiToken: ApiTokenContext!
  me: User!
  projectToken: ProjectToken!
  projects(after: String, before: String, first: Int, last: Int, workspaceId: String): QueryProjectsConnection!
  project(id: String!): Project!
  environment(id: String!, projectId: String): Environment!
  serviceInstance(environmentId: String!, serviceId: String!): ServiceInstance!
  variables(environmentId: String!, projectId: String!, serviceId: String, unrendered: Boolean): EnvironmentVariables!
  deployment(id: String!): Deployment!
  deployments(after: String, before: String, first: Int, input: DeploymentListInput!, last: Int): QueryDeploymentsConnection!
  deploymentEvents(after: String, before: String, first: Int, id: String!, last: Int): QueryDeploymentEventsConnection!
  buildLogs(deploymentId: String!, endDate: DateTime, filter: String, limit: Int, startDate: DateTime): [Log!]!
  deploymentLogs(deploymentId: String!, endDate: DateTime, filter: String, limit: Int, startDate: DateTime): [Log!]!
  domains(environmentId: String!, projectId: String!, serviceId: String!): AllDomains!
  customDomain(id: String!, projectId: String!): CustomDomain!
  metrics(
    endDate: DateTime, environmentId: String, measurements: [MetricMeasurement!]!, sampleRateSeconds: Int,
    serviceId: String, startDate: DateTime!
  ): [MetricsResult!]!
  estimatedUsage(measurements: [MetricMeasurement!]!, projectId: String): [EstimatedUsage!]!
}

type Mutation {
  projectCreate(input: ProjectCreateInput!): Project!
  projectDelete(id: String!): Boolean!
  environmentCreate(input: EnvironmentCreateInput!): Environment!
  volumeCreate(input: VolumeCreateInput!): Volume!
  serviceCreate(input: ServiceCreateInput!): Service!
  serviceDelete(environmentId: String, id: String!): Boolean!
  serviceInstanceUpdate(environmentId: String, input: ServiceInstanceUpdateInput!, serviceId: String!): Boolean!
  serviceDomainCreate(input: ServiceDomainCreateInput!): ServiceDomain!
  variableCollectionUpsert(input: VariableCollectionUpsertInput!): Boolean!
  variableDelete(input: VariableDeleteInput!): Boolean!
  deploymentApprove(id: String!): Boolean!
  deploymentCancel(id: String!): Boolean!
  deploymentRollback(id: String!): Boolean!
  deploymentStop(id: String!): Boolean!
  deploymentRedeploy(id: String!, usePreviousImageTag: Boolean): Deployment!
  customDomainCreate(input: CustomDomainCreateInput!): CustomDomain!
  customDomainDelete(id: String!): Boolean!
}

type Subscription {
  deployment(id: String!): Deployment!
  buildLogs(deploymentId: String!, filter: String, limit: Int): [Log!]!
  deploymentLogs(deploymentId: String!, filter: String, limit: Int): [Log!]!
}
`;
