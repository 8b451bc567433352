import { z } from "zod";
import type { Contract } from "../kernel/emulator";

/** What Berth asks of Railway's GraphQL endpoint; the fields of each are checked against the schema in sdl.ts. */
export const operationNames = [
  "apiToken",
  "me",
  "projectToken",
  "projects",
  "project",
  "projectCreate",
  "projectDelete",
  "environment",
  "environmentCreate",
  "volumeCreate",
  "serviceCreate",
  "serviceDelete",
  "serviceInstance",
  "serviceInstanceUpdate",
  "serviceDomainCreate",
  "variables",
  "variableCollectionUpsert",
  "variableDelete",
  "deployment",
  "deployments",
  "deploymentEvents",
  "buildLogs",
  "deploymentLogs",
  "deploymentApprove",
  "deploymentCancel",
  "deploymentRollback",
  "deploymentStop",
  "deploymentRedeploy",
  "domains",
  "customDomain",
  "customDomainCreate",
  "customDomainDelete",
  "metrics",
  "estimatedUsage",
] as const;

const GraphqlAnswer = z.union([
  z.object({ data: z.record(z.string(), z.unknown()), errors: z.undefined().optional() }),
  z.object({ errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })).min(1) }),
]);

function graphql(name: string): Contract {
  return {
    [name]: {
      method: "POST",
      path: "/graphql/v2",
      request: z.object({ operationName: z.literal(name), query: z.string(), variables: z.unknown() }),
      // A document that does not fit the schema is answered with 400, which is a violation.
      answers: {
        200: GraphqlAnswer,
        429: z.object({ errors: z.array(z.object({ message: z.string() })) }),
      },
    },
  };
}

export const railwayContract: Contract = {
  ...Object.assign({}, ...operationNames.map(graphql)),
  up: {
    method: "POST",
    path: "/project/{projectId}/environment/{environmentId}/up",
    answers: {
      200: z.object({ deploymentId: z.string(), url: z.string(), logsUrl: z.string() }),
      400: z.object({ message: z.string() }),
      404: z.object({ message: z.string() }),
      413: z.string(),
      429: z.object({ errors: z.array(z.object({ message: z.string() })) }),
    },
  },
};
