import { aiFacts } from "./features/ai/facts";
import { baseFacts } from "./features/base/facts";
import { betterAuthFacts } from "./features/better-auth/facts";
import { clerkFacts } from "./features/clerk/facts";
import { drizzlePostgresFacts } from "./features/drizzle-postgres/facts";
import { drizzleSqliteFacts } from "./features/drizzle-sqlite/facts";
import { emailFacts } from "./features/email/facts";
import { i18nFacts } from "./features/i18n/facts";
import { mongodbFacts } from "./features/mongodb/facts";
import { mongooseFacts } from "./features/mongoose/facts";
import { nextauthFacts } from "./features/nextauth/facts";
import { paymentsFacts } from "./features/payments/facts";
import { prismaPostgresFacts } from "./features/prisma-postgres/facts";
import { redisFacts } from "./features/redis/facts";
import { supabaseFacts } from "./features/supabase/facts";
import { supabaseAuthFacts } from "./features/supabase-auth/facts";
import { trpcFacts } from "./features/trpc/facts";
import { upstashFacts } from "./features/upstash/facts";
import type { ScaffoldConfig, VariableSpec } from "./schema";

const facts = [
  baseFacts,
  drizzlePostgresFacts,
  prismaPostgresFacts,
  drizzleSqliteFacts,
  mongodbFacts,
  mongooseFacts,
  supabaseFacts,
  nextauthFacts,
  betterAuthFacts,
  supabaseAuthFacts,
  clerkFacts,
  aiFacts,
  redisFacts,
  upstashFacts,
  trpcFacts,
  emailFacts,
  paymentsFacts,
  i18nFacts,
];

/** The variables a project reads, from the same feature modules that write its code; loads no template. */
export function variablesOf(config: ScaffoldConfig): VariableSpec[] {
  return facts.filter((feature) => feature.isChosen(config)).flatMap((feature) => feature.variables(config));
}
