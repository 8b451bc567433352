import type { FeatureFacts } from "../../engine/feature";

export const drizzleSqliteFacts: FeatureFacts = {
  id: "drizzle-sqlite",
  isChosen: (config) => config.database === "drizzle-sqlite",
  variables: () => [
    {
      key: "DATABASE_URL",
      kind: "url",
      required: true,
      sensitive: true,
      public: false,
      source: "database",
      skippableLocally: false,
      description: "The SQLite file of the app, such as file:./data/app.db, or the address of a Turso database.",
      example: "libsql://shop-me.turso.io",
      rule: "sqlite-url",
      aliases: ["TURSO_DATABASE_URL", "LIBSQL_URL"],
      feature: "Database",
      defaultValue: "file:./data/app.db",
    },
    {
      key: "DATABASE_AUTH_TOKEN",
      kind: "secret",
      required: false,
      sensitive: true,
      public: false,
      source: "user",
      skippableLocally: true,
      description: "Token of the Turso database; a file needs none.",
      aliases: ["TURSO_AUTH_TOKEN", "LIBSQL_AUTH_TOKEN"],
      feature: "Turso",
    },
  ],
};
