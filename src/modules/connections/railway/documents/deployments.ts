import { z } from "zod";
import { define } from "../document";

/** Unknown words are kept, so that a status Railway adds does not break a deployment that goes well. */
export const RailwayDeployment = z.object({
  id: z.string(),
  status: z.string(),
  createdAt: z.string(),
  url: z.string().nullable(),
  staticUrl: z.string().nullable(),
  canRollback: z.boolean(),
  canRedeploy: z.boolean(),
  deploymentStopped: z.boolean(),
  meta: z.unknown(),
});
export type RailwayDeployment = z.infer<typeof RailwayDeployment>;

const fields = "id status createdAt url staticUrl canRollback canRedeploy deploymentStopped meta";

export const deployment = define<{ id: string }>()(
  `query deployment($id: String!) { deployment(id: $id) { ${fields} } }`,
  z.object({ deployment: RailwayDeployment }),
);

export const deploymentChanges = define<{ id: string }>()(
  `subscription deploymentChanges($id: String!) { deployment(id: $id) { ${fields} } }`,
  z.object({ deployment: RailwayDeployment }),
);

export interface DeploymentListInput {
  projectId: string;
  environmentId: string;
  serviceId: string;
}
export const deployments = define<{ input: DeploymentListInput }>()(
  `query deployments($input: DeploymentListInput!) {
    deployments(input: $input, first: 50) { edges { node { ${fields} } } }
  }`,
  z.object({ deployments: z.object({ edges: z.array(z.object({ node: RailwayDeployment })) }) }),
);

export const RailwayStep = z.object({
  id: z.string(),
  step: z.string(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
  payload: z
    .object({ error: z.string().nullable(), reason: z.string().nullable(), skipped: z.boolean().nullable() })
    .nullable(),
});
export type RailwayStep = z.infer<typeof RailwayStep>;

export const deploymentEvents = define<{ id: string }>()(
  `query deploymentEvents($id: String!) {
    deploymentEvents(id: $id, first: 100) {
      edges { node { id step createdAt completedAt payload { error reason skipped } } }
    }
  }`,
  z.object({ deploymentEvents: z.object({ edges: z.array(z.object({ node: RailwayStep })) }) }),
);

export const RailwayLine = z.object({ timestamp: z.string(), message: z.string(), severity: z.string().nullable() });
export type RailwayLine = z.infer<typeof RailwayLine>;

interface LogRange {
  deploymentId: string;
  limit: number;
  startDate: string | null;
}
const range = "$deploymentId: String!, $limit: Int, $startDate: DateTime";
const lines = "(deploymentId: $deploymentId, limit: $limit, startDate: $startDate) { timestamp message severity }";

export const buildLogs = define<LogRange>()(
  `query buildLogs(${range}) { buildLogs${lines} }`,
  z.object({ buildLogs: z.array(RailwayLine) }),
);
export const deploymentLogs = define<LogRange>()(
  `query deploymentLogs(${range}) { deploymentLogs${lines} }`,
  z.object({ deploymentLogs: z.array(RailwayLine) }),
);

interface LogFollow {
  deploymentId: string;
  limit: number;
}
const follow = "(deploymentId: $deploymentId, limit: $limit) { timestamp message severity }";

export const buildLogLines = define<LogFollow>()(
  `subscription buildLogLines($deploymentId: String!, $limit: Int) { buildLogs${follow} }`,
  z.object({ buildLogs: z.array(RailwayLine) }),
);
export const deploymentLogLines = define<LogFollow>()(
  `subscription deploymentLogLines($deploymentId: String!, $limit: Int) { deploymentLogs${follow} }`,
  z.object({ deploymentLogs: z.array(RailwayLine) }),
);

export const deploymentCancel = define<{ id: string }>()(
  "mutation deploymentCancel($id: String!) { deploymentCancel(id: $id) }",
  z.object({ deploymentCancel: z.boolean() }),
);
export const deploymentApprove = define<{ id: string }>()(
  "mutation deploymentApprove($id: String!) { deploymentApprove(id: $id) }",
  z.object({ deploymentApprove: z.boolean() }),
);
export const deploymentRollback = define<{ id: string }>()(
  "mutation deploymentRollback($id: String!) { deploymentRollback(id: $id) }",
  z.object({ deploymentRollback: z.boolean() }),
);
export const deploymentStop = define<{ id: string }>()(
  "mutation deploymentStop($id: String!) { deploymentStop(id: $id) }",
  z.object({ deploymentStop: z.boolean() }),
);
export const deploymentRedeploy = define<{ id: string }>()(
  "mutation deploymentRedeploy($id: String!) { deploymentRedeploy(id: $id, usePreviousImageTag: true) { id } }",
  z.object({ deploymentRedeploy: z.object({ id: z.string() }) }),
);
