/** Generated settings of Prisma's own program. */
export const prismaConfig = `import { existsSync } from "node:fs";
import { defineConfig } from "prisma/config";

if (existsSync(".env.local")) process.loadEnvFile(".env.local");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
`;

export const generateScript = `import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

/**
 * Writes the client to src/db/generated. Prisma downloads its schema engine before any command, although generating
 * does not run it; naming a program that exists keeps this offline. Never do so for \`prisma migrate\`, which needs it.
 */
const program = createRequire(import.meta.url).resolve("prisma/build/index.js");
const { status } = spawnSync(process.execPath, [program, "generate", "--no-hints"], {
  stdio: ["ignore", "ignore", "inherit"],
  env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env },
});
process.exitCode = status ?? 1;
`;
