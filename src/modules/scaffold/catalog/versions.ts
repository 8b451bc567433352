/**
 * Exact versions that were resolved together and passed `npm ci`, a type check and a build. `lockfile.json` is the
 * lockfile of that same resolve: change both together, and raise `catalogVersion`.
 */
export const versions = {
  "@ai-sdk/anthropic": "4.0.105",
  "@ai-sdk/openai": "4.0.118",
  "@ai-sdk/openai-compatible": "3.0.92",
  "@ai-sdk/react": "4.0.177",
  "@electric-sql/pglite": "0.5.14",
  "@tailwindcss/postcss": "4.3.3",
  "@types/node": "24.19.2",
  "@types/react": "19.3.0",
  "@types/react-dom": "19.3.0",
  ai: "7.0.173",
  "drizzle-kit": "0.31.11",
  "drizzle-orm": "0.45.4",
  geist: "1.7.2",
  next: "16.4.5",
  "next-auth": "5.0.0-beta.32",
  postgres: "3.4.9",
  react: "19.3.1",
  "react-dom": "19.3.1",
  tailwindcss: "4.3.3",
  typescript: "6.0.3",
  zod: "4.6.7",
} as const;

export type PackageName = keyof typeof versions;

/** Identifies the version tuple above; recorded in every generated project. */
export const catalogVersion = "2026-11-21";
