import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import { runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";
import { clientFile, clientHooks } from "../database/client-module";
import { userStore } from "../database/user-store";
import { drizzleConfig, drizzleGuidance, migrationsReadme } from "../drizzle/documents";
import { drizzleUserStore, noteStore } from "../drizzle/stores";
import { connectionModule } from "./connection";
import { drizzleSqliteFacts } from "./facts";
import { renderSchema } from "./schema";

const client = {
  variable: "DATABASE_URL",
  imports: `import { sql } from "drizzle-orm";\n`,
  check: `await db.run(sql.raw("select 1"));`,
};

export const drizzleSqlite: Feature = {
  ...drizzleSqliteFacts,
  render: (_config, { tables }) => renderSchema(tables),
  contribute: (config) => ({
    ...clientHooks(client),
    files: [
      { path: "drizzle.config.ts", content: drizzleConfig("turso") },
      clientFile(client),
      { path: "src/db/connection.ts", content: connectionModule },
      { path: "src/notes/store.ts", content: noteStore },
      ...userStore(config, drizzleUserStore),
    ],
    dependencies: ["@libsql/client", "drizzle-orm"],
    devDependencies: ["drizzle-kit"],
    scripts: { "db:generate": "drizzle-kit generate" },
    stack: [
      { name: "Drizzle", version: versions["drizzle-orm"] },
      { name: "libSQL", version: versions["@libsql/client"] },
    ],
    ingredients: ["SQLite through Drizzle"],
    landmarks: [
      {
        path: "src/db/schema.ts",
        purpose: `The tables. After a change: ${runCommand(config, "db:generate")}.`,
      },
    ],
    externalPackages: ["@libsql/client", "libsql"],
    tracedFiles: ["./drizzle/**/*"],
    ignoredPaths: ["/data"],
    readme: [{ heading: "Database", body: readme(config) }],
    guidance: drizzleGuidance(config),
  }),
};

function readme(config: ScaffoldConfig): string {
  return `Drizzle on SQLite. \`DATABASE_URL\` is a file (\`file:./data/app.db\`; its folder is made when the app starts) or a Turso database (\`libsql://...\`, with its token in \`DATABASE_AUTH_TOKEN\`). A file needs a disk that outlives a deployment; where there is none, use Turso.

${migrationsReadme(config)}`;
}
