import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { project } from "@/modules/projects/tables";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A project's data-encryption key, wrapped by a key derived from ENCRYPTION_KEYS. */
export const dataKey = pgTable(
  "data_key",
  {
    id: text().primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => project.id, { onDelete: "cascade" }),
    /** Id of the master key that wraps it. */
    kid: text().notNull(),
    wrapped: text().notNull(),
    state: text().notNull().default("active"),
    encryptCount: integer("encrypt_count").notNull().default(0),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("data_key_active").on(table.projectId).where(sql`${table.state} = 'active'`)],
);

/** A named configuration of one environment; at most one per environment is active. */
export const envConfig = pgTable(
  "env_config",
  {
    id: text().primaryKey(),
    projectId: text("project_id")
      .notNull()
      .references(() => project.id, { onDelete: "cascade" }),
    environment: text().notNull(),
    name: text().notNull().default("default"),
    isActive: boolean("is_active").notNull().default(true),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("env_config_name").on(table.projectId, table.environment, table.name),
    uniqueIndex("env_config_active").on(table.projectId, table.environment).where(sql`${table.isActive}`),
  ],
);

export const envVariable = pgTable(
  "env_variable",
  {
    id: text().primaryKey(),
    configId: text("config_id")
      .notNull()
      .references(() => envConfig.id, { onDelete: "cascade" }),
    key: text().notNull(),
    sensitive: boolean().notNull().default(true),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("env_variable_key").on(table.configId, table.key)],
);

/** Append-only: a change or a deletion is a new version. */
export const envVariableVersion = pgTable(
  "env_variable_version",
  {
    id: text().primaryKey(),
    variableId: text("variable_id")
      .notNull()
      .references(() => envVariable.id, { onDelete: "cascade" }),
    version: integer().notNull(),
    /** `enc:v1:<dataKeyId>:<base64url>`; null marks a deletion. */
    token: text(),
    /** Keyed hash of the value, to compare without decrypting. */
    valueHmac: text("value_hmac"),
    author: text().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("env_variable_version_number").on(table.variableId, table.version)],
);

/** One save: which version of each variable was in force from then on. */
export const envSnapshot = pgTable(
  "env_snapshot",
  {
    id: text().primaryKey(),
    configId: text("config_id")
      .notNull()
      .references(() => envConfig.id, { onDelete: "cascade" }),
    seq: integer().notNull(),
    versions: jsonb().notNull().$type<Record<string, number>>(),
    cause: text().notNull(),
    author: text().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("env_snapshot_seq").on(table.configId, table.seq),
    index("env_snapshot_config").on(table.configId),
  ],
);
