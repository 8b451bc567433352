import { z } from "zod";
import { define } from "../document";

export interface ServiceCreateInput {
  projectId: string;
  environmentId: string;
  name: string;
  source?: { image: string };
  variables?: Record<string, string>;
}
export const serviceCreate = define<{ input: ServiceCreateInput }>()(
  "mutation serviceCreate($input: ServiceCreateInput!) { serviceCreate(input: $input) { id } }",
  z.object({ serviceCreate: z.object({ id: z.string() }) }),
);

export const serviceDelete = define<{ id: string }>()(
  "mutation serviceDelete($id: String!) { serviceDelete(id: $id) }",
  z.object({ serviceDelete: z.boolean() }),
);

interface Instance {
  serviceId: string;
  environmentId: string;
}
export const serviceInstance = define<Instance>()(
  `query serviceInstance($serviceId: String!, $environmentId: String!) {
    serviceInstance(serviceId: $serviceId, environmentId: $environmentId) {
      id numReplicas
      latestDeployment { id status }
      domains { serviceDomains { id domain } }
    }
  }`,
  z.object({
    serviceInstance: z.object({
      id: z.string(),
      numReplicas: z.number().nullable(),
      latestDeployment: z.object({ id: z.string(), status: z.string() }).nullable(),
      domains: z.object({ serviceDomains: z.array(z.object({ id: z.string(), domain: z.string() })) }),
    }),
  }),
);

/** How a service is built and run; null gives a setting back to Railway. */
export interface ServiceSettings {
  buildCommand?: string | null;
  startCommand?: string | null;
  rootDirectory?: string | null;
  healthcheckPath?: string | null;
  /** Seconds. */
  healthcheckTimeout?: number;
  preDeployCommand?: string[];
  numReplicas?: number;
}
export const serviceInstanceUpdate = define<Instance & { input: ServiceSettings }>()(
  `mutation serviceInstanceUpdate($serviceId: String!, $environmentId: String!, $input: ServiceInstanceUpdateInput!) {
    serviceInstanceUpdate(serviceId: $serviceId, environmentId: $environmentId, input: $input)
  }`,
  z.object({ serviceInstanceUpdate: z.boolean() }),
);

export const serviceDomainCreate = define<{ input: Instance }>()(
  "mutation serviceDomainCreate($input: ServiceDomainCreateInput!) { serviceDomainCreate(input: $input) { id domain } }",
  z.object({ serviceDomainCreate: z.object({ id: z.string(), domain: z.string() }) }),
);

export const variables = define<Instance & { projectId: string }>()(
  `query variables($projectId: String!, $environmentId: String!, $serviceId: String!) {
    variables(projectId: $projectId, environmentId: $environmentId, serviceId: $serviceId, unrendered: true)
  }`,
  z.object({ variables: z.record(z.string(), z.string().nullable()) }),
);

export interface VariableCollectionUpsertInput extends Instance {
  projectId: string;
  variables: Record<string, string>;
  replace: boolean;
  skipDeploys: boolean;
}
export const variableCollectionUpsert = define<{ input: VariableCollectionUpsertInput }>()(
  `mutation variableCollectionUpsert($input: VariableCollectionUpsertInput!) {
    variableCollectionUpsert(input: $input)
  }`,
  z.object({ variableCollectionUpsert: z.boolean() }),
);

export const variableDelete = define<{ input: Instance & { projectId: string; name: string } }>()(
  "mutation variableDelete($input: VariableDeleteInput!) { variableDelete(input: $input) }",
  z.object({ variableDelete: z.boolean() }),
);
