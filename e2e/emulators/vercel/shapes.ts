import type { Deployment, Domain, Project, Variable, VercelState } from "./state";

/** A project as Vercel answers it: the fields its own SDK insists on, and those Berth reads. */
export function projectJson(state: VercelState, project: Project): Record<string, unknown> {
  const production = project.productionId ? state.deployments.get(project.productionId) : undefined;
  const resourceConfig = { functionDefaultRegions: ["iad1"], fluid: true, functionDefaultMemoryType: "standard" };
  return {
    accountId: project.ownerId,
    id: project.id,
    name: project.name,
    createdAt: project.createdAt,
    updatedAt: project.createdAt,
    directoryListing: false,
    alias: [],
    deploymentExpiration: {},
    nodeVersion: "24.x",
    live: false,
    paused: project.isPaused,
    framework: null,
    ...project.settings,
    resourceConfig,
    defaultResourceConfig: resourceConfig,
    env: project.variables.map(variableJson),
    targets: production ? { production: { ...shortDeployment(state, production) } } : {},
    lastAliasRequest: project.aliasRequest ?? null,
    ssoProtection: null,
  };
}

function shortDeployment(state: VercelState, deployment: Deployment): Record<string, unknown> {
  const { id, name, host, readyState, target, createdAt, aliasAssignedAt, meta } = deployment;
  return {
    id,
    name,
    url: host,
    readyState,
    target,
    createdAt,
    createdIn: "iad1",
    creator: creatorOf(state),
    deploymentHostname: host,
    plan: "pro",
    private: false,
    type: "LAMBDAS",
    userId: state.user.id,
    meta,
    alias: aliasesOf(state, deployment),
    aliasAssigned: aliasAssignedAt ?? false,
  };
}

/** A deployment as Vercel answers it. */
export function deploymentJson(state: VercelState, deployment: Deployment): Record<string, unknown> {
  const project = state.projects.get(deployment.projectId);
  const { id, name, host, readyState, target, meta, createdAt, buildingAt, error, aliasError } = deployment;
  return {
    id,
    name,
    url: host,
    readyState,
    status: readyState,
    target,
    meta,
    createdAt,
    buildingAt,
    bootedAt: createdAt,
    buildSkipped: false,
    createdIn: "iad1",
    creator: creatorOf(state),
    public: false,
    type: "LAMBDAS",
    version: 2,
    plan: "pro",
    regions: ["iad1"],
    routes: null,
    build: { env: [] },
    env: [],
    projectId: deployment.projectId,
    ownerId: project?.ownerId ?? "",
    project: { id: deployment.projectId, name: project?.name ?? name, framework: null },
    projectSettings: deployment.settings,
    inspectorUrl: inspectorOf(state, deployment),
    isInConcurrentBuildsQueue: false,
    isInSystemBuildsQueue: false,
    alias: aliasesOf(state, deployment),
    aliasAssigned: deployment.aliasAssignedAt !== undefined,
    aliasAssignedAt: deployment.aliasAssignedAt ?? null,
    aliasError: aliasError ?? null,
    ...(deployment.readySubstate ? { readySubstate: deployment.readySubstate } : {}),
    ...(deployment.readyAt === undefined ? {} : { ready: deployment.readyAt }),
    ...(error ? { errorCode: error.code, errorMessage: error.message, errorStep: error.step, errorLink: null } : {}),
  };
}

/** A deployment in a list is named `uid` and says its state twice. */
export function listedJson(state: VercelState, deployment: Deployment): Record<string, unknown> {
  const { id, name, host, readyState, target, meta, createdAt, buildingAt } = deployment;
  return {
    uid: id,
    name,
    projectId: deployment.projectId,
    url: host,
    created: createdAt,
    createdAt,
    buildingAt,
    state: readyState,
    readyState,
    target,
    meta,
    type: "LAMBDAS",
    creator: creatorOf(state),
    inspectorUrl: inspectorOf(state, deployment),
    aliasAssigned: deployment.aliasAssignedAt ?? false,
    aliasError: deployment.aliasError ?? null,
  };
}

/** Sealed values cannot be read back; encrypted ones come as cipher text. */
export function variableJson(variable: Variable): Record<string, unknown> {
  const { id, key, value, type, target, comment, createdAt, updatedAt } = variable;
  const shown = type === "plain" ? value : type === "encrypted" ? Buffer.from(`sealed ${id}`).toString("base64") : "";
  return {
    id,
    key,
    value: shown,
    type,
    target,
    comment,
    createdAt,
    updatedAt,
    configurationId: null,
    securityIssues: [],
    decrypted: false,
  };
}

export function domainJson(project: Project, domain: Domain): Record<string, unknown> {
  const { name, createdAt, isVerified, redirect } = domain;
  const apexName = name.split(".").slice(-2).join(".");
  const proof = {
    type: "TXT",
    domain: `_vercel.${apexName}`,
    value: `vc-domain-verify=${name},${project.id.slice(-20)}`,
    reason: "pending_domain_verification",
  };
  return {
    name,
    apexName,
    projectId: project.id,
    redirect,
    redirectStatusCode: null,
    gitBranch: null,
    customEnvironmentId: null,
    createdAt,
    updatedAt: createdAt,
    verified: isVerified,
    ...(isVerified ? {} : { verification: [proof] }),
  };
}

function aliasesOf(state: VercelState, { projectId, target, host }: Deployment): string[] {
  const domains = state.projects.get(projectId)?.domains ?? [];
  return target === "production" ? domains.filter(({ isVerified }) => isVerified).map(({ name }) => name) : [host];
}

function creatorOf({ user }: VercelState): { uid: string; username: string; email: string } {
  return { uid: user.id, username: user.username, email: user.email };
}

function inspectorOf(state: VercelState, { projectId, id }: Deployment): string {
  const project = state.projects.get(projectId);
  const team = state.teams.find((candidate) => candidate.id === project?.ownerId);
  return `https://vercel.com/${team?.slug ?? state.user.username}/${project?.name}/${id.replace(/^dpl_/, "")}`;
}
