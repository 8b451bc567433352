/** A technology is told by any of its packages; the first entry that matches is taken. */
export interface Technology {
  name: string;
  packages: readonly RegExp[];
}

const tech = (name: string, ...packages: (string | RegExp)[]): Technology => ({
  name,
  packages: packages.map((each) =>
    typeof each === "string" ? new RegExp(`^${each.replace(/[./]/g, "\\$&")}$`) : each,
  ),
});

const postgres = /^(?:pg|postgres|pg-promise|@neondatabase\/serverless|@vercel\/postgres|@electric-sql\/pglite)$/;
const sqlite = /^(?:better-sqlite3|sqlite3?|@libsql\/client|libsql|@tursodatabase\/.+|bun:sqlite)$/;
const mysql = /^(?:mysql2?|@planetscale\/database|mariadb)$/;

/** What speaks SQL to which server, for mappers that speak to several. */
export const dialects: readonly Technology[] = [
  tech("postgres", postgres),
  tech("sqlite", sqlite),
  tech("mysql", mysql),
];

/** Mappers whose database is told apart by dialect: `drizzle-postgres`, `prisma-sqlite`. */
export const mappers: readonly Technology[] = [
  tech("drizzle", "drizzle-orm"),
  tech("prisma", "@prisma/client", "prisma"),
  tech("typeorm", "typeorm"),
  tech("sequelize", "sequelize"),
  tech("mikro-orm", /^@mikro-orm\/core$/),
  tech("kysely", "kysely"),
  tech("knex", "knex"),
];

export const databases: readonly Technology[] = [
  tech("mongoose", "mongoose", "@nestjs/mongoose"),
  tech("mongodb", "mongodb"),
  tech("supabase", "@supabase/supabase-js", "@supabase/ssr", "@nuxtjs/supabase"),
  tech("convex", "convex"),
  tech("firebase", "firebase", "firebase-admin"),
  tech("postgres", postgres),
  tech("mysql", mysql),
  tech("sqlite", sqlite),
];

export const signIns: readonly Technology[] = [
  tech("clerk", /^@clerk\/.+$/),
  tech("better-auth", "better-auth"),
  tech("nextauth", "next-auth", /^@auth\/(?!.*-adapter$).+$/, "@hono/auth-js", "@sidebase/nuxt-auth"),
  tech("supabase", "@supabase/ssr", /^@supabase\/auth-.+$/, "@nuxtjs/supabase"),
  tech("auth0", /^@auth0\/.+$/, "express-openid-connect"),
  tech("kinde", /^@kinde-oss\/.+$/),
  tech("workos", /^@workos-inc\/.+$/),
  tech("lucia", "lucia"),
  tech("stack-auth", /^@stackframe\/.+$/),
  tech("passport", "passport", "@nestjs/passport"),
  tech("remix-auth", "remix-auth"),
  tech("iron-session", "iron-session"),
];

export const aiProviders: readonly Technology[] = [
  tech("bedrock", "@ai-sdk/amazon-bedrock", "@aws-sdk/client-bedrock-runtime", "@anthropic-ai/bedrock-sdk"),
  tech("anthropic", "@ai-sdk/anthropic", "@anthropic-ai/sdk", "@langchain/anthropic"),
  tech("openai-compatible", "@ai-sdk/openai-compatible", "ollama", "ollama-ai-provider"),
  tech("openai", "@ai-sdk/openai", "openai", "@langchain/openai"),
  tech("gemini", "@ai-sdk/google", "@google/genai", "@google/generative-ai", "@langchain/google-genai"),
  tech("mistral", "@ai-sdk/mistral", "@mistralai/mistralai"),
  tech("groq", "@ai-sdk/groq", "groq-sdk"),
  tech("azure-openai", "@ai-sdk/azure"),
  tech("vercel-gateway", "@ai-sdk/gateway"),
];

export const additions: readonly Technology[] = [
  tech("redis", "redis", "ioredis", "bullmq", "@nestjs/bullmq"),
  tech("upstash", /^@upstash\/.+$/, "@vercel/kv"),
  tech("trpc", "@trpc/server"),
  tech("vitest", "vitest"),
  tech("playwright", "@playwright/test", "playwright"),
  tech("email", "resend", "nodemailer", "@sendgrid/mail", "postmark", "mailgun.js", "@react-email/components"),
  tech("payments", /^@?stripe(?:\/.+)?$/, "@lemonsqueezy/lemonsqueezy.js", "@polar-sh/sdk", "@paddle/paddle-node-sdk"),
  tech(
    "i18n",
    "next-intl",
    "i18next",
    "react-i18next",
    "next-i18next",
    "@nuxtjs/i18n",
    "vue-i18n",
    "svelte-i18n",
    "@inlang/paraglide-js",
    "@lingui/core",
  ),
];
