/**
 * Exact versions that were resolved together and passed `npm ci`, a type check and a build. `lockfile.json` is the
 * lockfile of that same resolve: change both together, and raise `catalogVersion`.
 */
export const versions = {
  "@ai-sdk/amazon-bedrock": "5.0.101",
  "@ai-sdk/anthropic": "4.0.105",
  "@ai-sdk/google": "4.0.121",
  "@ai-sdk/openai": "4.0.118",
  "@ai-sdk/openai-compatible": "3.0.92",
  "@ai-sdk/react": "4.0.177",
  "@astrojs/check": "0.9.10",
  "@astrojs/node": "11.1.6",
  "@astrojs/react": "7.0.0",
  "@biomejs/biome": "2.5.15",
  "@clerk/backend": "3.20.1",
  "@clerk/nextjs": "7.9.7",
  "@clerk/react": "6.17.2",
  "@electric-sql/pglite": "0.5.14",
  "@fontsource-variable/geist": "5.3.0",
  "@fontsource-variable/geist-mono": "5.3.0",
  "@hono/node-server": "2.1.8",
  "@hono/vite-dev-server": "0.26.1",
  "@libsql/client": "0.18.0",
  "@playwright/test": "1.65.1",
  "@prisma/adapter-pg": "7.10.1",
  "@prisma/client": "7.10.0",
  "@supabase/ssr": "0.12.7",
  "@supabase/supabase-js": "2.119.0",
  "@tailwindcss/postcss": "4.3.3",
  "@tailwindcss/vite": "4.3.3",
  "@trpc/client": "11.22.1",
  "@trpc/server": "11.22.1",
  "@types/node": "24.19.2",
  "@types/nodemailer": "8.0.2",
  "@types/react": "19.3.0",
  "@types/react-dom": "19.3.0",
  "@upstash/redis": "1.39.0",
  "@vitejs/plugin-react": "6.3.0",
  ai: "7.0.173",
  astro: "7.3.4",
  "better-auth": "1.6.27",
  "drizzle-kit": "0.31.11",
  "drizzle-orm": "0.45.4",
  geist: "1.7.2",
  hono: "4.13.19",
  minisearch: "7.2.0",
  mongodb: "7.8.0",
  mongoose: "9.12.1",
  next: "16.4.5",
  "next-auth": "5.0.0-beta.32",
  nodemailer: "8.0.10",
  "pglite-prisma-adapter": "0.7.2",
  postgres: "3.4.9",
  prisma: "7.10.1",
  react: "19.3.1",
  "react-dom": "19.3.1",
  "react-router": "8.5.1",
  redis: "6.3.1",
  stripe: "23.1.0",
  tailwindcss: "4.3.3",
  typescript: "6.0.3",
  vite: "8.3.4",
  vitest: "4.1.12",
  zod: "4.6.7",
} as const;

/**
 * What @clerk/nextjs must be held to: it asks for newer releases of its own parts than this tuple was resolved with.
 * Part of package.json only where that package is.
 */
export const clerkOverrides = {
  "@clerk/backend": "3.20.1",
  "@clerk/react": "6.17.2",
  "@clerk/shared": "4.36.0",
} as const;

/**
 * What no project names, but several packages share in two releases. As roots of the resolve the newer ones lie at the
 * top of the lockfile, where every package of this tuple finds them; else one of the older could.
 */
export const hoisted = {
  "@ai-sdk/provider": "4.0.38",
  "@ai-sdk/provider-utils": "5.0.81",
} as const;

/** The pnpm that a pnpm project names; the one its lockfile was tried with. */
export const pnpmVersion = "10.34.9";

export type PackageName = keyof typeof versions;

/** Identifies the version tuple above; recorded in every generated project. */
export const catalogVersion = "2026-11-21-2";
