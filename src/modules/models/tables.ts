import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { organization } from "@/modules/identity/tables";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** How the organization reaches its language model: one connection each. */
export const modelConnection = pgTable("model_connection", {
  id: text().primaryKey(),
  orgId: text("org_id")
    .notNull()
    .unique()
    .references(() => organization.id, { onDelete: "cascade" }),
  provider: text().notNull(),
  model: text().notNull(),
  /** Null for the provider's own. */
  address: text(),
  /** AWS region, for Bedrock. */
  region: text(),
  credentialForm: text("credential_form").notNull(),
  /** Id of the master key that wraps the data key of this row. */
  kid: text().notNull(),
  wrapped: text().notNull(),
  /** The credentials as `enc:v1:<row id>:<base64url>`, bound to organization, row, provider, address and region. */
  token: text().notNull(),
  credentialsSetAt: at("credentials_set_at").notNull().defaultNow(),
  createdAt: at("created_at").notNull().defaultNow(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});
