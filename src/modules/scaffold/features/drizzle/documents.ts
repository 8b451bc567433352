import { runCommand } from "../../engine/package-manager";
import type { ScaffoldConfig } from "../../schema";

export function drizzleConfig(dialect: "postgresql" | "turso"): string {
  const isServer = dialect === "postgresql";
  return `${
    isServer
      ? `import { existsSync } from "node:fs";
`
      : ""
  }import { defineConfig } from "drizzle-kit";

${
  isServer
    ? `if (existsSync(".env.local")) process.loadEnvFile(".env.local");

`
    : ""
}export default defineConfig({
  dialect: "${dialect}",
  schema: "./src/db/schema.ts",
  out: "./drizzle",
${
  isServer
    ? `  dbCredentials: { url: process.env.DATABASE_URL ?? "" },
`
    : ""
}});
`;
}

/** How a table is changed, for the README. */
export function migrationsReadme(config: ScaffoldConfig): string {
  const generate = runCommand(config, "db:generate");
  return `Migrations in \`drizzle/\` are applied when the server starts. To change a table, edit \`src/db/schema.ts\` and run \`${generate}\`.`;
}

export function drizzleGuidance(config: ScaffoldConfig): string[] {
  const generate = runCommand(config, "db:generate");
  return [
    `Tables live in \`src/db/schema.ts\`. After changing it run \`${generate}\` and commit the new file in \`drizzle/\`; never edit a migration that has run.`,
    "Reach the database through `getDatabase()` inside a function, never at import: a build has no database.",
  ];
}
