import { versions } from "../../catalog/versions";
import type { Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { clientModule, noteStore } from "./client";
import { supabaseUrlKey } from "./connection-facts";
import { supabaseFacts } from "./facts";
import { renderSchema } from "./schema";

export const supabase: Feature = {
  ...supabaseFacts,
  render: (_config, { tables }) => renderSchema(tables),
  contribute: (config) => ({
    files: [
      { path: "src/db/client.ts", content: clientModule(config) },
      { path: "src/notes/store.ts", content: noteStore },
      { path: "supabase/config.toml", content: `project_id = "${config.name}"\n` },
    ],
    dependencies: ["@supabase/supabase-js"],
    stack: [{ name: "Supabase", version: versions["@supabase/supabase-js"] }],
    ingredients: ["a Supabase database"],
    landmarks: [{ path: "supabase/migrations", purpose: "The tables, as SQL." }],
    healthChecks: [{ name: "checkDatabase", from: "@/db/client", label: "Database", needs: "SUPABASE_SECRET_KEY" }],
    ignoredPaths: ["/supabase/.temp"],
    readme: [{ heading: "Database", body: readme(config) }],
    guidance: [
      "Every table has row level security on. `getDatabase()` uses the secret key, which passes it: check rights in code before it is used for somebody.",
      "A change of a table is a new file in `supabase/migrations/` and the same change in `src/db/tables.ts`; never edit a migration that has run.",
    ],
  }),
};

function readme(config: ScaffoldConfig): string {
  const supabaseCommand = config.packageManager === "pnpm" ? "pnpm dlx supabase" : "npx supabase";
  return `PostgreSQL hosted by Supabase, reached over its API with the secret key of the server. Create a project, take \`${supabaseUrlKey(config)}\` and \`SUPABASE_SECRET_KEY\` (\`sb_secret_...\`) from its API keys, and apply \`supabase/migrations/\` once: paste the files into the SQL editor of the dashboard in order, or

\`\`\`sh
${supabaseCommand} link --project-ref <project>
${supabaseCommand} db push
\`\`\`

Row level security is on: without a policy only the server reads and writes.`;
}
