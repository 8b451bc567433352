import { ScaffoldConfig, type ScaffoldConfigInput } from "../schema";

const stacks: Omit<ScaffoldConfigInput, "name">[] = [
  {},
  { framework: "hono" },
  { framework: "vite-react" },
  { framework: "astro" },
  { database: "drizzle-postgres" },
  { database: "drizzle-postgres", auth: "nextauth", authProviders: ["credentials"] },
  { database: "drizzle-postgres", auth: "better-auth", authProviders: ["credentials"] },
  { database: "prisma-postgres", auth: "better-auth", authProviders: ["credentials"] },
  { aiTemplate: "chatbot", aiProvider: "anthropic" },
  {
    database: "drizzle-postgres",
    auth: "nextauth",
    authProviders: ["credentials"],
    aiTemplate: "chatbot",
    aiProvider: "anthropic",
  },
  { framework: "hono", database: "drizzle-postgres" },
  { framework: "vite-react", database: "drizzle-sqlite", auth: "better-auth", authProviders: ["credentials"] },
];

const samples: Omit<ScaffoldConfigInput, "name">[] = [
  {
    database: "drizzle-postgres",
    auth: "nextauth",
    authProviders: ["credentials"],
    aiTemplate: "chatbot",
    extras: ["redis", "trpc", "vitest", "playwright", "docker", "ci"],
  },
  {
    framework: "vite-react",
    database: "drizzle-sqlite",
    auth: "better-auth",
    authProviders: ["credentials", "github"],
    aiTemplate: "agent",
    aiProvider: "openai",
    extras: ["upstash", "email", "i18n"],
    packageManager: "pnpm",
  },
  {
    framework: "astro",
    database: "prisma-postgres",
    auth: "better-auth",
    authProviders: ["credentials", "google"],
    aiTemplate: "rag",
    aiProvider: "gemini",
    extras: ["vitest", "payments", "ci"],
  },
  {
    framework: "hono",
    database: "mongodb",
    aiTemplate: "structured",
    aiProvider: "bedrock",
    extras: ["email", "payments", "docker"],
    packageManager: "pnpm",
  },
  {
    database: "supabase",
    auth: "supabase",
    authProviders: ["credentials"],
    aiTemplate: "chatbot",
    aiProvider: "openai-compatible",
    extras: ["playwright", "i18n"],
    packageManager: "pnpm",
  },
  { framework: "vite-react", database: "mongoose", auth: "clerk", aiTemplate: "structured", extras: ["trpc"] },
];

/** Six stacks in which every option of the catalog appears; the proof of every test run. */
export function sampleConfigs(name: string): ScaffoldConfig[] {
  return samples.map((stack) => ScaffoldConfig.parse({ name, ...stack }));
}

/** Stacks that people pick as they are; proven whole, beside the pairwise set. */
export function popularConfigs(name: string): ScaffoldConfig[] {
  return stacks.map((stack) => ScaffoldConfig.parse({ name, ...stack }));
}
