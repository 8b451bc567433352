import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { organization } from "@/modules/identity/tables";
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
    description: text().notNull().default(""),
    /** Name of another environment of the project whose values hold where this configuration sets none. */
    baseEnvironment: text("base_environment"),
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
    /** One of VariableType. */
    type: text().notNull().default("string"),
    isRequired: boolean("is_required").notNull().default(false),
    description: text().notNull().default(""),
    example: text(),
    /** Id of the provider rule to check with; null finds it by the name. */
    rule: text(),
    /** A pattern of the project's own, in RE2 syntax, and the values of an enum. */
    pattern: text(),
    options: jsonb().$type<string[]>(),
    /** `plain` is shown, `masked` on request, `restricted` never again. */
    visibility: text().notNull().default("masked"),
    /** Of a name that changes how programs start: who allowed which version on this machine, as JSON by version. */
    reservedAllowedBy: text("reserved_allowed_by"),
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
    /** The value holds references such as `${{production.KEY}}`; without it a `$` is a `$`. */
    isReference: boolean("is_reference").notNull().default(false),
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
    /** What the author says of it. */
    reason: text(),
    author: text().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("env_snapshot_seq").on(table.configId, table.seq),
    index("env_snapshot_config").on(table.configId),
  ],
);

/** A set of variables to begin an environment with. Official ones are data of the program; these are an organization's own. */
export const envTemplate = pgTable(
  "env_template",
  {
    id: text().primaryKey(),
    orgId: text("org_id")
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    name: text().notNull(),
    category: text().notNull(),
    description: text().notNull().default(""),
    /** What is asked for, by name; never the value of a variable that is not plain. */
    variables: jsonb().notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("env_template_name").on(table.orgId, table.name)],
);

/** How often a template was applied; official ones are counted by their id too. */
export const envTemplateUse = pgTable(
  "env_template_use",
  {
    orgId: text("org_id")
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    templateId: text("template_id").notNull(),
    count: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.templateId] })],
);
