import type { Feature } from "../engine/feature";
import { chatbot } from "./chatbot/feature";
import { drizzlePostgres } from "./drizzle-postgres/feature";
import { email } from "./email/feature";
import { next } from "./next/feature";
import { nextauth } from "./nextauth/feature";
import { payments } from "./payments/feature";
import { redis } from "./redis/feature";
import { trpc } from "./trpc/feature";
import { upstash } from "./upstash/feature";

/** Every feature, in the order their entries appear in a project. */
export const features: readonly Feature[] = [
  next,
  drizzlePostgres,
  nextauth,
  chatbot,
  redis,
  upstash,
  trpc,
  email,
  payments,
];
