import { z } from "zod";
import { define } from "../document";

const Named = z.object({ id: z.string(), name: z.string() });
const Edges = <T>(node: z.ZodType<T>) => z.object({ edges: z.array(z.object({ node })) });
export const ListedProject = Named.extend({ description: z.string().nullable(), createdAt: z.string() });

export const projects = define<{ workspaceId: string | null; after: string | null }>()(
  `query projects($workspaceId: String, $after: String) {
    projects(workspaceId: $workspaceId, first: 100, after: $after) {
      edges { node { id name description createdAt } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  z.object({
    projects: Edges(ListedProject).extend({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    }),
  }),
);

export const project = define<{ id: string }>()(
  `query project($id: String!) {
    project(id: $id) {
      id name description
      environments { edges { node { id name } } }
      services { edges { node { id name } } }
    }
  }`,
  z.object({
    project: Named.extend({
      description: z.string().nullable(),
      environments: Edges(Named),
      services: Edges(Named),
    }),
  }),
);

export interface ProjectCreateInput {
  name: string;
  description: string;
  workspaceId: string | null;
  defaultEnvironmentName: string;
  prDeploys: boolean;
}
export const projectCreate = define<{ input: ProjectCreateInput }>()(
  "mutation projectCreate($input: ProjectCreateInput!) { projectCreate(input: $input) { id } }",
  z.object({ projectCreate: z.object({ id: z.string() }) }),
);

export const projectDelete = define<{ id: string }>()(
  "mutation projectDelete($id: String!) { projectDelete(id: $id) }",
  z.object({ projectDelete: z.boolean() }),
);

export interface EnvironmentCreateInput {
  projectId: string;
  name: string;
  sourceEnvironmentId?: string;
  skipInitialDeploys: boolean;
}
export const environmentCreate = define<{ input: EnvironmentCreateInput }>()(
  "mutation environmentCreate($input: EnvironmentCreateInput!) { environmentCreate(input: $input) { id } }",
  z.object({ environmentCreate: z.object({ id: z.string() }) }),
);

/** Volumes of an environment, to find the one of a database that an earlier try made. */
export const environment = define<{ id: string }>()(
  `query environment($id: String!) {
    environment(id: $id) { id volumeInstances { edges { node { id serviceId mountPath } } } }
  }`,
  z.object({
    environment: z.object({
      volumeInstances: Edges(z.object({ id: z.string(), serviceId: z.string().nullable(), mountPath: z.string() })),
    }),
  }),
);

export interface VolumeCreateInput {
  projectId: string;
  environmentId: string;
  serviceId: string;
  mountPath: string;
}
export const volumeCreate = define<{ input: VolumeCreateInput }>()(
  "mutation volumeCreate($input: VolumeCreateInput!) { volumeCreate(input: $input) { id } }",
  z.object({ volumeCreate: z.object({ id: z.string() }) }),
);
