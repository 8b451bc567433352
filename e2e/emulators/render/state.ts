import type { Answer, Exchange } from "../kernel/emulator";

export interface StoredDeploy {
  id: string;
  status: string;
  trigger: string;
  commit: { id: string; message: string; createdAt: string };
  createdAt: string;
  updatedAt: string;
  startedAt?: string;
  finishedAt?: string;
  /** Queued deploys are not in the list until their turn comes. */
  isHidden?: boolean;
}

export interface StoredLog {
  id: string;
  message: string;
  timestamp: string;
  resource: string;
  type: "build" | "app";
}

interface StoredEvent {
  id: string;
  timestamp: string;
  serviceId: string;
  type: string;
  details: Record<string, unknown>;
}

export interface StoredDomain {
  id: string;
  name: string;
  createdAt: string;
  redirectForName: string;
  isVerified: boolean;
  /** Times it was looked at; DNS needs a while. */
  looks: number;
}

export interface StoredService {
  id: string;
  name: string;
  slug: string;
  ownerId: string;
  repo: string;
  branch: string;
  rootDir: string;
  autoDeploy: string;
  plan: string;
  region: string;
  healthCheckPath: string;
  preDeployCommand: string;
  buildCommand: string;
  startCommand: string;
  numInstances: number;
  autoscaling: Autoscaling | undefined;
  isSuspended: boolean;
  createdAt: string;
  updatedAt: string;
  url: string;
  variables: Map<string, string>;
  /** Oldest first. */
  deploys: StoredDeploy[];
  events: StoredEvent[];
  domains: StoredDomain[];
}

interface Autoscaling {
  enabled: boolean;
  min: number;
  max: number;
  criteria: Record<"cpu" | "memory", { enabled: boolean; percentage: number }>;
}

export interface StoredPostgres {
  id: string;
  name: string;
  ownerId: string;
  plan: string;
  region: string;
  version: string;
  looks: number;
}

export interface Owner {
  id: string;
  name: string;
  email: string;
  type: "user" | "team";
}

/** Everything the stand-in of Render knows. */
export class RenderState {
  readonly services = new Map<string, StoredService>();
  readonly databases = new Map<string, StoredPostgres>();
  readonly logs: StoredLog[] = [];
  readonly listeners = new Set<(log: StoredLog) => void>();
  /** Slugs that somebody else's service has. */
  readonly takenSlugs = new Set<string>();
  /** `owner/name` of repositories that Render's GitHub app may not see. */
  readonly hiddenRepositories = new Set<string>();
  hasCard = true;
  private lastTime = 0;
  private lastId = 0;

  constructor(readonly owners: readonly Owner[]) {}

  /** Ids as Render's: a kind and twenty characters. */
  id(kind: string): string {
    this.lastId += 1;
    return `${kind}-${String(this.lastId).padStart(20, "c0")}`;
  }

  /** Later than any time before, so that order is never a matter of luck. */
  now(): string {
    this.lastTime = Math.max(Date.now(), this.lastTime + 1);
    return new Date(this.lastTime).toISOString();
  }

  write(resource: string, type: StoredLog["type"], message: string): void {
    const log = { id: this.id("log"), message, timestamp: this.now(), resource, type };
    this.logs.push(log);
    for (const listener of this.listeners) listener(log);
  }

  reset(): void {
    for (const { deploys } of this.services.values())
      for (const deploy of deploys) if (!deploy.finishedAt) deploy.status = "canceled";
    this.services.clear();
    this.databases.clear();
    this.logs.length = 0;
    this.takenSlugs.clear();
    this.hiddenRepositories.clear();
    this.hasCard = true;
  }
}

export function refuse(status: number, message: string): Answer {
  return { status, json: { message } };
}

export const noSuch = (what: string, id = "") => refuse(404, `not found: ${what} ${id}`.trim());

/** One page of a list, each item wrapped beside its cursor. */
export function page<T extends { id: string }>(
  { query }: Exchange,
  wrap: string,
  items: readonly T[],
  show: (item: T) => unknown,
): Answer {
  const limit = Math.min(Math.max(Number(query.get("limit") ?? 20), 1), 100);
  const after = query.get("cursor");
  const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1;
  const rows = items.slice(start, start + limit).map((item) => ({ [wrap]: show(item), cursor: item.id }));
  return { status: 200, json: rows };
}
