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
    /** deploy, retry, redeploy or rollback. */
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
