import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import { clientModule, connectionModule, folderLockModule } from "./connection";
import { drizzlePostgresFacts } from "./facts";
import { renderSchema } from "./migrations";
import { noteActions, noteForm, notesModule, notesPage, notesRoute, notesTable } from "./notes";

const drizzleConfig = `import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/db/schema.ts",
  out: "./drizzle",
});
`;

export const drizzlePostgres: Feature = {
  ...drizzlePostgresFacts,
  render: (_config, { tables }) => renderSchema(tables),
  contribute: () => ({
    files: [
      { path: "drizzle.config.ts", content: drizzleConfig },
      { path: "src/db/client.ts", content: clientModule },
      { path: "src/db/connection.ts", content: connectionModule },
      { path: "src/db/folder-lock.ts", content: folderLockModule },
      { path: "src/notes/notes.ts", content: notesModule },
      { path: "src/notes/actions.ts", content: noteActions },
      { path: "src/notes/note-form.tsx", content: noteForm },
      { path: "src/app/notes/page.tsx", content: notesPage },
      { path: "src/app/api/notes/route.ts", content: notesRoute },
    ],
    dependencies: ["@electric-sql/pglite", "drizzle-orm", "postgres", "zod"],
    devDependencies: ["drizzle-kit"],
    scripts: { "db:generate": "drizzle-kit generate" },
    stack: [
      { name: "Drizzle", version: versions["drizzle-orm"] },
      { name: "Postgres.js", version: versions.postgres },
      { name: "PGlite", version: versions["@electric-sql/pglite"] },
    ],
    ingredients: ["PostgreSQL through Drizzle"],
    nav: [{ href: "/notes", label: "Notes" }],
    cards: [
      { href: "/notes", title: "Notes", body: "Writes rows to the database and lists them.", feature: "Database" },
    ],
    components: ["field", "notice", "submit-button"],
    landmarks: [
      { path: "src/db/schema.ts", purpose: "The tables. After a change: npm run db:generate." },
      { path: "src/notes/notes.ts", purpose: "How rows are read and written." },
    ],
    healthChecks: [{ name: "checkDatabase", from: "@/db/client", label: "Database", needs: "DATABASE_URL" }],
    startHooks: [{ name: "startDatabase", from: "@/db/client" }],
    stopHooks: [{ name: "closeDatabase", from: "@/db/client" }],
    tables: [notesTable],
    externalPackages: ["@electric-sql/pglite", "postgres"],
    tracedFiles: ["./drizzle/**/*"],
    ignoredPaths: ["/data", "/data.lock"],
    readme: [{ heading: "Database", body: readme }],
    guidance: [
      "Tables live in `src/db/schema.ts`. After changing it run `npm run db:generate` and commit the new file in `drizzle/`; never edit a migration that has run.",
      "Reach the database through `getDatabase()` inside a function, never at import: a build has no database.",
    ],
  }),
};

const readme = `Drizzle on PostgreSQL. \`DATABASE_URL\` is the address of a server (\`postgres://...\`), or \`pglite:<folder>\` for a database embedded in the app, which needs nothing installed: \`pglite:./data\`. One process at a time may open such a folder; a lock file beside it sees to that.

Migrations in \`drizzle/\` are applied when the server starts. To change a table, edit \`src/db/schema.ts\` and run \`npm run db:generate\`.

\`/notes\` writes and lists rows; so does its API:

\`\`\`sh
curl -X POST localhost:3000/api/notes -H 'content-type: application/json' -d '{"text":"first"}'
curl localhost:3000/api/notes
\`\`\``;
