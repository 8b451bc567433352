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

/** Stacks that people pick as they are; proven whole, beside the pairwise set. */
export function popularConfigs(name: string): ScaffoldConfig[] {
  return stacks.map((stack) => ScaffoldConfig.parse({ name, ...stack }));
}
