import { type Layout, manifest } from "./layout";

const createNextApp: Layout = {
  name: "create-next-app",
  files: {
    "package.json": manifest({
      name: "my-app",
      scripts: { dev: "next dev", build: "next build", start: "next start", lint: "eslint" },
      dependencies: ["next", "react", "react-dom"],
      devDependencies: ["typescript", "@types/node", "tailwindcss", "@tailwindcss/postcss"],
    }),
    "package-lock.json": "{}",
    "next.config.ts": `import type { NextConfig } from "next";\nconst nextConfig: NextConfig = {};\nexport default nextConfig;\n`,
    "src/app/layout.tsx": `export default function RootLayout({ children }: { children: React.ReactNode }) {\n  return <html lang="en"><body>{children}</body></html>;\n}\n`,
    "src/app/page.tsx": `export default function Home() {\n  return <main>{process.env.NODE_ENV}</main>;\n}\n`,
  },
  stack: { framework: "next", packageManager: "npm", database: "none", auth: "none", aiProvider: "none", extras: [] },
  required: [],
  optional: [],
};

const t3: Layout = {
  name: "T3 app with t3-env",
  files: {
    "package.json": manifest({
      name: "t3",
      packageManager: "pnpm@10.0.0",
      scripts: { build: "next build", start: "next start" },
      dependencies: [
        "next",
        "react",
        "@trpc/server",
        "@t3-oss/env-nextjs",
        "next-auth",
        "@auth/prisma-adapter",
        "@prisma/client",
        "zod",
      ],
      devDependencies: ["prisma", "typescript"],
    }),
    "prisma/schema.prisma": `generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n`,
    "src/env.js": `import { createEnv } from "@t3-oss/env-nextjs";
import { z } from "zod";

export const env = createEnv({
  server: {
    AUTH_SECRET: process.env.NODE_ENV === "production" ? z.string() : z.string().optional(),
    AUTH_DISCORD_ID: z.string(),
    AUTH_DISCORD_SECRET: z.string(),
    DATABASE_URL: z.string().url(),
    NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
    LOG_LEVEL: z.enum(["info", "debug"]).default("info"),
  },
  client: { NEXT_PUBLIC_POSTHOG_KEY: z.string().min(1) },
  runtimeEnv: {
    AUTH_SECRET: process.env.AUTH_SECRET,
    AUTH_DISCORD_ID: process.env.AUTH_DISCORD_ID,
    AUTH_DISCORD_SECRET: process.env.AUTH_DISCORD_SECRET,
    DATABASE_URL: process.env.DATABASE_URL,
    NODE_ENV: process.env.NODE_ENV,
    LOG_LEVEL: process.env.LOG_LEVEL,
    NEXT_PUBLIC_POSTHOG_KEY: process.env.NEXT_PUBLIC_POSTHOG_KEY,
  },
  skipValidation: !!process.env.SKIP_ENV_VALIDATION,
  emptyStringAsUndefined: true,
});
`,
    ".env.example": `# When adding additional environment variables, update "/src/env.js".\nAUTH_SECRET=""\nAUTH_DISCORD_ID=""\nAUTH_DISCORD_SECRET=""\nDATABASE_URL="postgresql://postgres:password@localhost:5432/t3"\n`,
    "src/server/api/trpc.ts": `import { initTRPC } from "@trpc/server";\nexport const t = initTRPC.create();\n`,
  },
  stack: { framework: "next", packageManager: "pnpm", database: "prisma-postgres", auth: "nextauth", extras: ["trpc"] },
  required: ["AUTH_DISCORD_ID", "AUTH_DISCORD_SECRET", "DATABASE_URL", "NEXT_PUBLIC_POSTHOG_KEY"],
  optional: ["AUTH_SECRET", "LOG_LEVEL"],
};

const saas: Layout = {
  name: "Next.js SaaS starter with Clerk and Stripe",
  files: {
    "package.json": manifest({
      name: "saas",
      scripts: { build: "next build", start: "next start" },
      dependencies: [
        "next",
        "react",
        "@clerk/nextjs",
        "stripe",
        "drizzle-orm",
        "@neondatabase/serverless",
        "resend",
        "next-intl",
      ],
      devDependencies: ["drizzle-kit", "vitest", "@playwright/test"],
    }),
    "bun.lock": "",
    "drizzle.config.ts": `import { defineConfig } from "drizzle-kit";\nexport default defineConfig({ dialect: "postgresql", schema: "./db/schema.ts", dbCredentials: { url: process.env.DATABASE_URL! } });\n`,
    "middleware.ts": `import { clerkMiddleware } from "@clerk/nextjs/server";\nexport default clerkMiddleware();\n`,
    "lib/stripe.ts": `import Stripe from "stripe";\nexport const stripe = new Stripe(process.env.STRIPE_SECRET_KEY as string, { typescript: true });\nexport const prices = [process.env.NEXT_PUBLIC_STRIPE_PRICE_ID ?? "price_test"];\n`,
    "app/api/webhook/route.ts": `export async function POST() {\n  const { STRIPE_WEBHOOK_SECRET, RESEND_API_KEY = "re_local" } = process.env;\n  if (!STRIPE_WEBHOOK_SECRET) throw new Error("missing");\n  return Response.json({ mail: RESEND_API_KEY });\n}\n`,
    ".github/workflows/ci.yml": `name: CI\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    env:\n      CODECOV_TOKEN: \${{ secrets.CODECOV_TOKEN }}\n    steps: []\n`,
    Dockerfile: `FROM node:22\nARG NEXT_PUBLIC_BUILD_ID\nENV NODE_ENV=production\nCMD ["npm", "start"]\n`,
  },
  stack: {
    framework: "next",
    packageManager: "bun",
    database: "drizzle-postgres",
    auth: "clerk",
    extras: ["vitest", "playwright", "email", "payments", "i18n", "docker", "ci"],
  },
  required: [
    "CLERK_SECRET_KEY",
    "DATABASE_URL",
    "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
  ],
  optional: ["CODECOV_TOKEN", "NEXT_PUBLIC_BUILD_ID", "NEXT_PUBLIC_STRIPE_PRICE_ID", "RESEND_API_KEY"],
};

const turborepo: Layout = {
  name: "Turborepo with two apps and a database package",
  files: {
    "package.json": manifest({
      name: "acme",
      workspaces: ["apps/*", "packages/*"],
      packageManager: "npm@11.0.0",
      devDependencies: ["turbo"],
    }),
    "turbo.json": `{ "globalEnv": ["DATABASE_URL"] }`,
    "apps/web/package.json": manifest({
      name: "web",
      scripts: { build: "next build", start: "next start" },
      dependencies: ["next", "react", "@acme/db"],
    }),
    "apps/web/app/page.tsx": `export default function Page() {\n  return <p>{process.env.NEXT_PUBLIC_API_URL}</p>;\n}\n`,
    "apps/api/package.json": manifest({
      name: "api",
      scripts: { build: "tsc", start: "node dist/server.js" },
      dependencies: ["express", "@acme/db"],
    }),
    "apps/api/src/server.ts": `import express from "express";\nconst port = process.env.PORT || 3001;\nexpress().listen(port);\nconsole.log(process.env["API_TOKEN"]);\n`,
    "packages/db/package.json": manifest({ name: "@acme/db", dependencies: ["drizzle-orm", "postgres"] }),
    "packages/db/src/index.ts": `import postgres from "postgres";\nexport const sql = postgres(process.env.DATABASE_URL!);\n`,
    "packages/ui/package.json": manifest({ name: "@acme/ui", dependencies: ["react"] }),
    "packages/ui/src/button.tsx": `export const Button = () => <button />;\n`,
  },
  stack: { framework: "next", packageManager: "npm", database: "drizzle-postgres", appPath: "apps/web" },
  required: ["API_TOKEN", "DATABASE_URL", "NEXT_PUBLIC_API_URL"],
  optional: [],
};

const chatbot: Layout = {
  name: "Next.js AI chatbot",
  files: {
    "package.json": manifest({
      name: "chat",
      scripts: { build: "next build", start: "next start" },
      dependencies: ["next", "ai", "@ai-sdk/react", "@ai-sdk/openai", "better-auth", "mongoose", "@upstash/ratelimit"],
    }),
    "yarn.lock": "",
    "app/api/chat/route.ts": `import { openai } from "@ai-sdk/openai";\nimport { streamText } from "ai";\nexport const POST = async () => streamText({ model: openai("gpt-5") }).toUIMessageStreamResponse();\n`,
    "lib/auth.ts": `import { betterAuth } from "better-auth";\nexport const auth = betterAuth({ socialProviders: { github: { clientId: process.env.GITHUB_CLIENT_ID!, clientSecret: process.env.GITHUB_CLIENT_SECRET! } } });\n`,
    "lib/mongo.ts": `import mongoose from "mongoose";\nconst uri = process.env.MONGODB_URI;\nif (uri === undefined) throw new Error("Set MONGODB_URI");\nexport const db = mongoose.connect(uri);\n`,
    "lib/limit.ts": `import { Redis } from "@upstash/redis";\nexport const redis = new Redis({ url: process.env.UPSTASH_REDIS_REST_URL, token: process.env.UPSTASH_REDIS_REST_TOKEN });\n`,
  },
  stack: {
    framework: "next",
    packageManager: "yarn",
    database: "mongoose",
    auth: "better-auth",
    aiProvider: "openai",
    aiTemplate: "chatbot",
    extras: ["upstash"],
  },
  required: [
    "BETTER_AUTH_SECRET",
    "GITHUB_CLIENT_ID",
    "GITHUB_CLIENT_SECRET",
    "MONGODB_URI",
    "OPENAI_API_KEY",
    "UPSTASH_REDIS_REST_TOKEN",
    "UPSTASH_REDIS_REST_URL",
  ],
  optional: ["BETTER_AUTH_URL"],
};

export const nextLayouts: readonly Layout[] = [createNextApp, t3, saas, turborepo, chatbot];
