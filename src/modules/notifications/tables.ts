import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { organization } from "@/modules/identity/tables";
import { project } from "@/modules/projects/tables";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Who is told how a deployment ended: a webhook, a Slack-shaped webhook, or an e-mail address. */
export const outboundChannel = pgTable(
  "outbound_channel",
  {
    id: text().primaryKey(),
    orgId: text("org_id")
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    name: text().notNull(),
    /** Null tells of every project. */
    projectId: text("project_id").references(() => project.id, { onDelete: "cascade" }),
    events: jsonb().$type<string[]>().notNull(),
    /** What is shown of the address: host of a webhook, the e-mail address. */
    hint: text().notNull(),
    kid: text().notNull(),
    wrapped: text().notNull(),
    /** Address and signing secret, sealed: a webhook's address is a secret of its own. */
    token: text().notNull(),
    isEnabled: boolean("is_enabled").notNull().default(true),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [index("outbound_channel_org").on(table.orgId)],
);

/** One message to one channel, with what came of each try. */
export const outboundDelivery = pgTable(
  "outbound_delivery",
  {
    id: text().primaryKey(),
    channelId: text("channel_id")
      .notNull()
      .references(() => outboundChannel.id, { onDelete: "cascade" }),
    /** What it tells of, such as the id of a deployment; null for a test message. */
    subjectId: text("subject_id"),
    event: text().notNull(),
    payload: jsonb().notNull(),
    /** `waiting`, `delivered` or `failed`. */
    state: text().notNull().default("waiting"),
    tries: integer().notNull().default(0),
    /** Status of the last answer, or null when there was none. */
    status: integer(),
    problem: text(),
    nextTryAt: at("next_try_at"),
    createdAt: at("created_at").notNull().defaultNow(),
    deliveredAt: at("delivered_at"),
  },
  (table) => [
    index("outbound_delivery_channel").on(table.channelId, table.createdAt),
    index("outbound_delivery_due").on(table.nextTryAt).where(sql`${table.state} = 'waiting'`),
    uniqueIndex("outbound_delivery_once").on(table.channelId, table.subjectId, table.event),
  ],
);
