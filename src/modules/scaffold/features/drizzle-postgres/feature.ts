import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import { runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";
import { clientFile, clientHooks } from "../database/client-module";
import { userStore } from "../database/user-store";
import { drizzleConfig, drizzleGuidance, migrationsReadme } from "../drizzle/documents";
import { drizzleUserStore, noteStore } from "../drizzle/stores";
import { folderLockModule } from "../postgres/folder-lock";
import { postgresService } from "../postgres/service";
import { connectionModule } from "./connection";
import { drizzlePostgresFacts } from "./facts";
import { renderSchema } from "./schema";

const client = {
  variable: "DATABASE_URL",
  imports: `import { sql } from "drizzle-orm";\n`,
  check: `await db.execute(sql.raw("select 1"));`,
};

export const drizzlePostgres: Feature = {
  ...drizzlePostgresFacts,
  render: (_config, { tables }) => renderSchema(tables),
  contribute: (config) => ({
    ...clientHooks(client),
    files: [
      { path: "drizzle.config.ts", content: drizzleConfig("postgresql") },
      clientFile(client),
      { path: "src/db/connection.ts", content: connectionModule },
      { path: "src/db/folder-lock.ts", content: folderLockModule },
      { path: "src/notes/store.ts", content: noteStore },
      ...userStore(config, drizzleUserStore),
    ],
    dependencies: ["@electric-sql/pglite", "drizzle-orm", "postgres"],
    devDependencies: ["drizzle-kit"],
    scripts: { "db:generate": "drizzle-kit generate", "db:migrate": "drizzle-kit migrate" },
    stack: [
      { name: "Drizzle", version: versions["drizzle-orm"] },
      { name: "Postgres.js", version: versions.postgres },
      { name: "PGlite", version: versions["@electric-sql/pglite"] },
    ],
    ingredients: ["PostgreSQL through Drizzle"],
    landmarks: [
      {
        path: "src/db/schema.ts",
        purpose: `The tables. After a change: ${runCommand(config, "db:generate")}.`,
      },
    ],
    composeServices: [postgresService],
    externalPackages: ["@electric-sql/pglite", "postgres"],
    tracedFiles: ["./drizzle/**/*"],
    ignoredPaths: ["/data", "/data.lock"],
    readme: [{ heading: "Database", body: readme(config) }],
    guidance: drizzleGuidance(config),
  }),
};

function readme(config: ScaffoldConfig): string {
  return `Drizzle on PostgreSQL. \`DATABASE_URL\` is the address of a server (\`postgres://...\`), or \`pglite:<folder>\` for a database embedded in the app, which needs nothing installed: \`pglite:./data\`. One process at a time may open such a folder; a lock file beside it sees to that.

${migrationsReadme(config)} \`${runCommand(config, "db:migrate")}\` applies them to a server ahead of that: a hosting platform runs it once per deployment, and keeps the old version when it fails.`;
}
