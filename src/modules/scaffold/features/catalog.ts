import type { Feature } from "../engine/feature";
import { agent } from "./agent/feature";
import { ai } from "./ai/feature";
import { astro } from "./astro/feature";
import { base } from "./base/feature";
import { betterAuth } from "./better-auth/feature";
import { chatbot } from "./chatbot/feature";
import { ci } from "./ci/feature";
import { clerk } from "./clerk/feature";
import { docker } from "./docker/feature";
import { drizzlePostgres } from "./drizzle-postgres/feature";
import { drizzleSqlite } from "./drizzle-sqlite/feature";
import { email } from "./email/feature";
import { hono } from "./hono/feature";
import { i18n } from "./i18n/feature";
import { mongodb } from "./mongodb/feature";
import { mongoose } from "./mongoose/feature";
import { next } from "./next/feature";
import { nextauth } from "./nextauth/feature";
import { notes } from "./notes/feature";
import { payments } from "./payments/feature";
import { playwright } from "./playwright/feature";
import { prismaPostgres } from "./prisma-postgres/feature";
import { rag } from "./rag/feature";
import { redis } from "./redis/feature";
import { structured } from "./structured/feature";
import { supabase } from "./supabase/feature";
import { supabaseAuth } from "./supabase-auth/feature";
import { trpc } from "./trpc/feature";
import { upstash } from "./upstash/feature";
import { viteReact } from "./vite-react/feature";
import { vitest } from "./vitest/feature";

/** Every feature, in the order their entries appear in a project. */
export const features: readonly Feature[] = [
  base,
  next,
  hono,
  viteReact,
  astro,
  notes,
  drizzlePostgres,
  prismaPostgres,
  drizzleSqlite,
  mongodb,
  mongoose,
  supabase,
  nextauth,
  betterAuth,
  supabaseAuth,
  clerk,
  ai,
  chatbot,
  rag,
  agent,
  structured,
  redis,
  upstash,
  trpc,
  email,
  payments,
  i18n,
  vitest,
  playwright,
  docker,
  ci,
];
