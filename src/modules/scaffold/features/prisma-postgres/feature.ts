import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import { execCommand, runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";
import { clientFile, clientHooks } from "../database/client-module";
import { userStore } from "../database/user-store";
import { folderLockModule } from "../postgres/folder-lock";
import { postgresService } from "../postgres/service";
import { connectionModule, migrationsModule } from "./connection";
import { prismaPostgresFacts } from "./facts";
import { renderSchema } from "./schema";
import { generateScript, prismaConfig } from "./settings";
import { noteStore, prismaUserStore } from "./stores";

const client = { variable: "DATABASE_URL", check: "await db.$queryRaw`SELECT 1`;" };
const generate = "node prisma/generate.mjs";

export const prismaPostgres: Feature = {
  ...prismaPostgresFacts,
  render: (_config, { tables }) => renderSchema(tables),
  contribute: (config) => ({
    ...clientHooks(client),
    files: [
      { path: "prisma.config.ts", content: prismaConfig },
      { path: "prisma/generate.mjs", content: generateScript },
      clientFile(client),
      { path: "src/db/connection.ts", content: connectionModule },
      { path: "src/db/folder-lock.ts", content: folderLockModule },
      { path: "src/db/migrations.ts", content: migrationsModule },
      { path: "src/notes/store.ts", content: noteStore },
      ...userStore(config, prismaUserStore),
    ],
    dependencies: ["@electric-sql/pglite", "@prisma/adapter-pg", "@prisma/client", "pglite-prisma-adapter", "zod"],
    devDependencies: ["prisma"],
    scripts: { "db:migrate": "prisma migrate deploy" },
    prebuild: [generate],
    stack: [
      { name: "Prisma", version: versions.prisma },
      { name: "PGlite", version: versions["@electric-sql/pglite"] },
    ],
    ingredients: ["PostgreSQL through Prisma"],
    landmarks: [{ path: "prisma/schema.prisma", purpose: "The tables." }],
    composeServices: [postgresService],
    externalPackages: ["@electric-sql/pglite", "@prisma/adapter-pg", "@prisma/client", "pglite-prisma-adapter"],
    tracedFiles: ["./prisma/migrations/**/*"],
    ignoredPaths: ["/data", "/data.lock", "/src/db/generated"],
    readme: [{ heading: "Database", body: readme(config) }],
    guidance: [
      "Tables live in `prisma/schema.prisma`. A change needs a migration in `prisma/migrations/`; never edit one that has run.",
      "`src/db/generated` is written by Prisma before a build, a type check and development: never edit it, never commit it.",
      "Reach the database through `getDatabase()` inside a function, never at import: a build has no database.",
    ],
  }),
};

function readme(config: ScaffoldConfig): string {
  return `Prisma on PostgreSQL. \`DATABASE_URL\` is the address of a server (\`postgres://...\`), or \`pglite:<folder>\` for a database embedded in the app, which needs nothing installed: \`pglite:./data\`. One process at a time may open such a folder; a lock file beside it sees to that.

Migrations in \`prisma/migrations/\` are applied when the server starts and recorded as Prisma Migrate does. To change a table, edit \`prisma/schema.prisma\`, then write the migration with a PostgreSQL server in \`DATABASE_URL\`:

\`\`\`sh
${execCommand(config, "prisma")} migrate dev --name <what-changes>
\`\`\`

\`${runCommand(config, "db:migrate")}\` applies them to a server ahead of the start: a hosting platform runs it once per deployment, and keeps the old version when it fails. Both commands download a program of Prisma. Nothing else here does: the client is generated offline by \`prisma/generate.mjs\`, before each build.`;
}
