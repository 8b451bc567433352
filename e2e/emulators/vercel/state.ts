import { randomBytes } from "node:crypto";
import type { BuildLog } from "./log";

export interface Team {
  id: string;
  slug: string;
  name: string;
}

export interface User {
  id: string;
  username: string;
  email: string;
  name: string;
  /** The team a newer account works in from the start. */
  defaultTeamId: string | null;
}

export interface Variable {
  id: string;
  key: string;
  value: string;
  type: string;
  target: string[];
  comment: string;
  createdAt: number;
  updatedAt: number;
}

export interface Domain {
  name: string;
  createdAt: number;
  isVerified: boolean;
  redirect: string | null;
}

export interface Project {
  id: string;
  ownerId: string;
  name: string;
  createdAt: number;
  settings: Record<string, string | null>;
  variables: Variable[];
  domains: Domain[];
  isPaused: boolean;
  /** After a roll back, new production deployments wait until one is promoted. */
  isHeld: boolean;
  /** What the production address leads to. */
  productionId: string | undefined;
  aliasRequest: AliasRequest | undefined;
}

export interface AliasRequest {
  fromDeploymentId: string;
  toDeploymentId: string;
  jobStatus: "in-progress" | "succeeded" | "failed";
  requestedAt: number;
  type: "promote" | "rollback";
}

export type ReadyState = "QUEUED" | "INITIALIZING" | "BUILDING" | "READY" | "ERROR" | "CANCELED" | "BLOCKED";

export interface Deployment {
  id: string;
  projectId: string;
  name: string;
  host: string;
  target: "production" | null;
  meta: Record<string, string>;
  settings: Record<string, string | null>;
  /** Paths of the files as the build sees them, archives unpacked. */
  files: string[];
  /** The variables the build saw; names with their values. */
  env: Record<string, string>;
  readyState: ReadyState;
  readySubstate: "STAGED" | "PROMOTED" | undefined;
  createdAt: number;
  buildingAt: number;
  readyAt: number | undefined;
  aliasAssignedAt: number | undefined;
  aliasError: { code: string; message: string } | undefined;
  error: { code: string; message: string; step: string } | undefined;
  log: BuildLog;
}

/** Everything one stand-in of Vercel knows. */
export class VercelState {
  readonly blobs = new Map<string, Buffer>();
  readonly projects = new Map<string, Project>();
  readonly deployments = new Map<string, Deployment>();
  uploadsToday = 0;
  requests = 0;

  constructor(
    readonly user: User,
    readonly teams: readonly Team[],
  ) {}

  clear(): void {
    this.blobs.clear();
    this.projects.clear();
    this.deployments.clear();
    this.uploadsToday = 0;
    this.requests = 0;
  }

  /** A project of an owner, by id or name. */
  findProject(ownerId: string, idOrName: string | undefined): Project | undefined {
    return [...this.projects.values()].find(
      (project) => project.ownerId === ownerId && (project.id === idOrName || project.name === idOrName),
    );
  }

  /** A deployment of an owner, by id or host. */
  findDeployment(ownerId: string, idOrHost: string | undefined): Deployment | undefined {
    const found = [...this.deployments.values()].find(({ id, host }) => id === idOrHost || host === idOrHost);
    return found && this.projects.get(found.projectId)?.ownerId === ownerId ? found : undefined;
  }

  deploymentsOf(projectId: string): Deployment[] {
    return [...this.deployments.values()].filter((deployment) => deployment.projectId === projectId).reverse();
  }

  removeProject(project: Project): void {
    for (const { id } of this.deploymentsOf(project.id)) this.deployments.delete(id);
    this.projects.delete(project.id);
  }

  /** What tests look at; values of variables included. */
  toJson(): unknown {
    return {
      projects: [...this.projects.values()],
      deployments: [...this.deployments.values()].map(({ log, ...deployment }) => ({ ...deployment, lines: log.size })),
      blobs: this.blobs.size,
      uploadsToday: this.uploadsToday,
    };
  }
}

export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(18).toString("base64url").replaceAll(/[-_]/g, "x")}`;
}

/** Nothing more will happen to it. */
export function isFinal(state: ReadyState): boolean {
  return state === "READY" || state === "ERROR" || state === "CANCELED" || state === "BLOCKED";
}
