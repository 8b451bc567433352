import { boolean, index, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { organization } from "@/modules/identity/tables";
import type { Account } from "./schema";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** An account on a platform; its token is sealed and bound to organization, row, platform and address. */
export const platformConnection = pgTable(
  "platform_connection",
  {
    id: text().primaryKey(),
    orgId: text("org_id")
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    platform: text().notNull(),
    name: text().notNull(),
    /** Base address of the API the token was accepted by; it is never sent to another one. */
    address: text().notNull(),
    account: jsonb().$type<Account>().notNull(),
    state: text().notNull().default("ok"),
    isEmulated: boolean("is_emulated").notNull().default(false),
    /** Id of the master key that wraps the data key of this row. */
    kid: text().notNull(),
    wrapped: text().notNull(),
    /** `enc:v1:<row id>:<base64url>`. */
    token: text().notNull(),
    tokenSetAt: at("token_set_at").notNull().defaultNow(),
    lastUsedAt: at("last_used_at"),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("platform_connection_name").on(table.orgId, table.platform, table.name),
    index("platform_connection_org").on(table.orgId),
  ],
);
