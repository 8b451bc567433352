import { jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { organization } from "@/modules/identity/tables";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const project = pgTable(
  "project",
  {
    id: text().primaryKey(),
    orgId: text("org_id")
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** The scaffold configuration it was generated from; null for a project Berth did not generate. */
    config: jsonb(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("project_name").on(table.orgId, table.name)],
);
