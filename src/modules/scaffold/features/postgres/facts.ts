import type { VariableSpec } from "../../schema";

/** The address both PostgreSQL features read. */
export const postgresUrl: VariableSpec = {
  key: "DATABASE_URL",
  kind: "url",
  required: true,
  sensitive: true,
  public: false,
  source: "database",
  skippableLocally: false,
  description:
    "Address of a PostgreSQL database, or pglite:./data for one embedded in that folder, which needs no server.",
  example: "postgres://user:password@localhost:5432/shop",
  rule: "postgres-url",
  aliases: ["POSTGRES_URL", "POSTGRES_PRISMA_URL", "POSTGRESQL_URL"],
  feature: "Database",
  defaultValue: "pglite:./data",
};
