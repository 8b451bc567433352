import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { platformConnection } from "@/modules/connections/tables";
import { project } from "@/modules/projects/tables";
import { run } from "@/server/tables";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A live app of the local platform: one stable address and one data folder for all its deployments. */
export const app = pgTable(
  "app",
  {
    id: text().primaryKey(),
    orgId: text("org_id").notNull(),
    projectId: text("project_id")
      .notNull()
      .references(() => project.id, { onDelete: "cascade" }),
    /** Also its host label: `http://<name>.localhost:<port>`, so unique on a host. */
    name: text().notNull(),
    hostId: text("host_id").notNull(),
    /** What the owner wants: `running` or `stopped`. */
    desired: text().notNull().default("running"),
    /** The deployment that serves; null before the first one is healthy. */
    currentDeploymentId: text("current_deployment_id").references((): AnyPgColumn => deployment.id, {
      onDelete: "set null",
    }),
    /** The serving process: its group id, its start time in clock ticks since boot, and its private port. */
    pid: integer(),
    pidStartedAt: text("pid_started_at"),
    port: integer(),
    restarts: integer().notNull().default(0),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("app_name").on(table.hostId, table.name)],
);

/** An app on a hosting platform: one name and one address for all its deployments there. */
export const hostedApp = pgTable(
  "hosted_app",
  {
    id: text().primaryKey(),
    orgId: text("org_id").notNull(),
    projectId: text("project_id")
      .notNull()
      .references(() => project.id, { onDelete: "cascade" }),
    /** Null once the account was disconnected; the app goes on without Berth. */
    connectionId: text("connection_id").references(() => platformConnection.id, { onDelete: "set null" }),
    platform: text().notNull(),
    name: text().notNull(),
    /** The platform's own ids by what they name (project, service, environment, repository); filled as they become known. */
    ids: jsonb().$type<Record<string, string>>().notNull().default({}),
    url: text(),
    /** `active`, `paused` or `deleted`. */
    state: text().notNull().default("active"),
    /** The deployment that visitors get. */
    currentDeploymentId: text("current_deployment_id").references((): AnyPgColumn => deployment.id, {
      onDelete: "set null",
    }),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("hosted_app_name").on(table.connectionId, table.name).where(sql`${table.state} <> 'deleted'`),
    index("hosted_app_project").on(table.projectId),
  ],
);

/** What Berth last put into the environment of an app elsewhere, to tell a change made here from one made there. */
export const hostedSync = pgTable("hosted_sync", {
  hostedAppId: text("hosted_app_id")
    .primaryKey()
    .references((): AnyPgColumn => hostedApp.id, { onDelete: "cascade" }),
  snapshotId: text("snapshot_id").notNull(),
  /** Keyed hash of each value by its name. */
  pushed: jsonb().$type<Record<string, string>>().notNull(),
  at: at("at").notNull().defaultNow(),
});

/** How the deployments of a project differ from what its files say; null keeps what Berth finds. */
export const deploySettings = pgTable("deploy_settings", {
  projectId: text("project_id")
    .primaryKey()
    .references(() => project.id, { onDelete: "cascade" }),
  rootDirectory: text("root_directory"),
  installCommand: text("install_command"),
  buildCommand: text("build_command"),
  startCommand: text("start_command"),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

/** What was deployed where. Its id is the id of its run, which holds status, steps and events. */
export const deployment = pgTable(
  "deployment",
  {
    id: text()
      .primaryKey()
      .references(() => run.id, { onDelete: "cascade" }),
    orgId: text("org_id").notNull(),
    projectId: text("project_id")
      .notNull()
      .references(() => project.id, { onDelete: "cascade" }),
    appId: text("app_id").references((): AnyPgColumn => app.id, { onDelete: "set null" }),
    platform: text().notNull(),
    environment: text().notNull(),
    name: text().notNull(),
    config: jsonb().notNull(),
    /** Sent files instead of generated ones (`deploy --dir`): id of an uploaded source. */
    sourceId: text("source_id"),
    snapshotId: text("snapshot_id"),
    /** The account it goes to; null on this machine. */
    connectionId: text("connection_id").references(() => platformConnection.id, { onDelete: "set null" }),
    hostedAppId: text("hosted_app_id").references((): AnyPgColumn => hostedApp.id, { onDelete: "set null" }),
    /** production or preview. */
    target: text().notNull().default("production"),
    /** The platform's id of this deployment, and its page there. */
    providerId: text("provider_id"),
    providerUrl: text("provider_url"),
    /** Deployments that were started together, to several platforms, share it. */
    batchId: text("batch_id"),
    /** SHA-256 of each file by its path, to compare two deployments. */
    manifest: jsonb().$type<Record<string, string>>(),
    /** How it ended on the platform after Berth's time was up. */
    lateOutcome: jsonb("late_outcome").$type<{ status: string; url: string | null; at: string }>(),
    /** One of DeployCause. */
    cause: text().notNull(),
    predecessorId: text("predecessor_id"),
    url: text(),
    isolation: text(),
    isEmulated: boolean("is_emulated").notNull().default(false),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    index("deployment_project").on(table.projectId, table.createdAt),
    index("deployment_org").on(table.orgId, table.createdAt),
    index("deployment_batch").on(table.batchId),
  ],
);

/** An uploaded project (bounded ZIP) kept on disk under the data folder; the row says who may use it. */
export const source = pgTable("source", {
  id: text().primaryKey(),
  orgId: text("org_id").notNull(),
  sha256: text().notNull(),
  bytes: integer().notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});
