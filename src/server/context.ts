import type { Logger } from "pino";
import type { BoundKeyring } from "./crypto";
import type { Db } from "./db";
import type { Env } from "./env";
import { AppError } from "./errors";
import type { Jobs } from "./jobs";

/** Who acts. `token` is an API token of a user; `system` is Berth itself (jobs, boot). */
type Actor =
  | { kind: "user"; userId: string; sessionId: string }
  | { kind: "token"; userId: string; tokenId: string }
  | { kind: "system" };

export const permissions = [
  "project:read",
  "project:write",
  "environment:read",
  "environment:write",
  "environment:reveal",
  "deployment:read",
  "deployment:write",
  "model:read",
  "model:write",
  "connection:read",
  "connection:write",
  "audit:read",
  "identity:manage",
] as const;
export type Permission = (typeof permissions)[number];

/** Where the platforms' APIs are, without a slash at the end. */
export type ApiAddresses = Readonly<Pick<Env, "vercelApiUrl" | "railwayApiUrl" | "renderApiUrl" | "githubApiUrl">>;

/** Everything a verb may use. Adapters build it; verbs never read headers, cookies or the process environment. */
export interface Ctx {
  db: Db;
  actor: Actor;
  orgId: string;
  permissions: ReadonlySet<Permission>;
  requestId: string;
  log: Logger;
  jobs: Jobs;
  /** Wraps the data keys that seal stored values. */
  keyring: BoundKeyring;
  signal: AbortSignal;
  fetch: typeof globalThis.fetch;
  apis: ApiAddresses;
  /** The OAuth app at GitHub; undefined where people connect with a token only. */
  githubApp: Env["githubApp"];
  /** Where people reach Berth, for links in messages; no slash at the end. */
  baseUrl: string;
  /** How Berth sends e-mail; undefined while it cannot. */
  mail: Env["mail"];
  /** Where the request came from, for the audit log. */
  origin: { ip?: string; userAgent?: string };
  now(): Date;
  /** A new time-ordered id (UUID v7). */
  newId(): string;
}

/** First line of every verb: throws UNAUTHENTICATED or FORBIDDEN. */
export function requirePermission(ctx: Ctx, permission: Permission): void {
  if (ctx.permissions.has(permission)) return;
  throw new AppError(
    "FORBIDDEN",
    `This needs the permission ${permission}, which your account or token does not have.`,
  );
}
