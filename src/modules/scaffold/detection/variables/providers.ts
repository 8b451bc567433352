import type { VariableSpec } from "../../schema";

/** What a family of variable names is known to be. */
export interface Family {
  provider: string;
  names: RegExp;
  /** What is off without it, for people. */
  feature: string;
  kind?: VariableSpec["kind"];
  sensitive?: boolean;
  source?: VariableSpec["source"];
  rule?: string;
  description?: string;
}

const secret = { kind: "secret", sensitive: true } as const;
const address = { kind: "url", sensitive: true } as const;
const link = { kind: "url", sensitive: false } as const;
const open = { sensitive: false } as const;

/** Families by name; the first that matches counts. A public prefix is taken off before matching. */
const families: readonly Family[] = [
  {
    provider: "mongodb",
    names: /^MONGO(?:DB)?_(?:UR[IL]|CONNECTION_STRING)$|^DATABASE_UR[IL]_MONGO$/,
    feature: "Database",
    ...address,
    rule: "mongodb-url",
    description: "Address of the MongoDB database.",
  },
  {
    provider: "postgres",
    names:
      /^(?:POSTGRES|PG|NEON)\w*_(?:URL|PRISMA_URL|URL_NON_POOLING|CONNECTION_STRING)$|^DIRECT_(?:DATABASE_)?URL$|^DATABASE_URL_UNPOOLED$/,
    feature: "Database",
    ...address,
    rule: "postgres-url",
    description: "Address of the PostgreSQL database.",
  },
  {
    provider: "postgres",
    names: /^(?:POSTGRES|PG)_?(?:PASSWORD|USER|HOST|PORT|DATABASE|DB)$/,
    feature: "Database",
    description: "Part of the address of the PostgreSQL database.",
  },
  { provider: "turso", names: /^(?:TURSO|LIBSQL)_\w+$/, feature: "Database" },
  {
    provider: "database",
    names: /^(?:DATABASE|DB)_(?:URL|URI|CONNECTION_STRING)$/,
    feature: "Database",
    ...address,
    description: "Address of the database.",
  },
  {
    provider: "database",
    names: /^(?:DATABASE|DB)_(?:AUTH_TOKEN|PASSWORD|PASS)$/,
    feature: "Database",
    ...secret,
    description: "Password of the database.",
  },
  {
    provider: "database",
    names: /^(?:DATABASE|DB)_(?:HOST|NAME|USER(?:NAME)?|PORT)$/,
    feature: "Database",
    ...open,
    description: "Part of the address of the database.",
  },
  {
    provider: "upstash",
    names: /^(?:UPSTASH_REDIS_REST|KV_REST_API)_URL$/,
    feature: "Upstash Redis",
    ...link,
    description: "REST address of the Upstash Redis database.",
  },
  {
    provider: "upstash",
    names: /^(?:UPSTASH_|KV_REST_API_|QSTASH_)\w+$/,
    feature: "Upstash",
    ...secret,
    description: "Key of Upstash, from its console.",
  },
  {
    provider: "redis",
    names: /^REDIS_URL$|^KV_URL$/,
    feature: "Redis",
    ...address,
    rule: "redis-url",
    description: "Address of the Redis server.",
  },
  { provider: "redis", names: /^REDIS_\w+$/, feature: "Redis" },
  {
    provider: "nextauth",
    names: /^(?:AUTH|NEXTAUTH)_SECRET$/,
    feature: "Sign-in",
    ...secret,
    source: "generate",
    rule: "auth-secret",
    description: "Signs the session cookies; at least 32 random characters.",
  },
  {
    provider: "nextauth",
    names: /^(?:AUTH|NEXTAUTH)_URL$/,
    feature: "Sign-in",
    ...link,
    source: "platform",
    rule: "app-url",
    description: "The address of the app as the browser sees it.",
  },
  {
    provider: "nextauth",
    names: /^AUTH_TRUST_HOST$/,
    feature: "Sign-in",
    kind: "boolean",
    sensitive: false,
    description: "Lets Auth.js take the address from the request; true off Vercel.",
  },
  {
    provider: "better-auth",
    names: /^BETTER_AUTH_SECRET$/,
    feature: "Sign-in",
    ...secret,
    source: "generate",
    rule: "auth-secret",
    description: "Signs the session cookies; at least 32 random characters.",
  },
  {
    provider: "better-auth",
    names: /^BETTER_AUTH_URL$/,
    feature: "Sign-in",
    ...link,
    source: "platform",
    rule: "app-url",
    description: "The address of the app as the browser sees it.",
  },
  {
    provider: "clerk",
    names: /^CLERK_(?:SECRET_KEY|WEBHOOK_\w*SECRET|JWT_KEY|ENCRYPTION_KEY)$/,
    feature: "Sign-in by Clerk",
    ...secret,
    description: "Key of the Clerk application, from its dashboard.",
  },
  {
    provider: "clerk",
    names: /^CLERK_\w+$/,
    feature: "Sign-in by Clerk",
    ...open,
    description: "Setting of the Clerk application, from its dashboard.",
  },
  {
    provider: "github",
    names: /^(?:AUTH_)?GITHUB_(?:CLIENT_)?ID$/,
    feature: "GitHub sign-in",
    ...open,
    rule: "github-client-id",
    description: "Client id of a GitHub OAuth app.",
  },
  {
    provider: "github",
    names: /^(?:AUTH_)?GITHUB_(?:CLIENT_)?SECRET$/,
    feature: "GitHub sign-in",
    ...secret,
    rule: "github-client-secret",
    description: "Client secret of a GitHub OAuth app.",
  },
  {
    provider: "google",
    names: /^(?:AUTH_)?GOOGLE_(?:CLIENT_)?ID$/,
    feature: "Google sign-in",
    ...open,
    rule: "google-client-id",
    description: "Client id of a Google OAuth client.",
  },
  {
    provider: "google",
    names: /^(?:AUTH_)?GOOGLE_(?:CLIENT_)?SECRET$/,
    feature: "Google sign-in",
    ...secret,
    description: "Client secret of a Google OAuth client.",
  },
  { provider: "discord", names: /^(?:AUTH_)?DISCORD_\w+$/, feature: "Discord sign-in" },
  { provider: "auth0", names: /^AUTH0_\w+$/, feature: "Sign-in by Auth0" },
  {
    provider: "supabase",
    names: /^SUPABASE_URL$/,
    feature: "Supabase",
    ...link,
    rule: "supabase-url",
    description: "Address of the Supabase project.",
  },
  {
    provider: "supabase",
    names: /^SUPABASE_(?:ANON|PUBLISHABLE)\w*_?KEY$|^SUPABASE_KEY$/,
    feature: "Supabase",
    ...open,
    description: "Publishable key of the Supabase project; row level security guards the data.",
  },
  {
    provider: "supabase",
    names: /^SUPABASE_\w+$/,
    feature: "Supabase",
    ...secret,
    description: "Secret of the Supabase project, from its settings.",
  },
  { provider: "firebase", names: /^FIREBASE_(?!.*(?:PRIVATE|SECRET))\w+$/, feature: "Firebase", ...open },
  { provider: "firebase", names: /^FIREBASE_\w+$/, feature: "Firebase", ...secret },
  { provider: "convex", names: /^CONVEX_\w+$/, feature: "Convex" },
  {
    provider: "anthropic",
    names: /^(?:ANTHROPIC|CLAUDE)_API_KEY$/,
    feature: "AI",
    ...secret,
    rule: "anthropic-api-key",
    description: "Key of the Anthropic API, from its console.",
  },
  {
    provider: "openai",
    names: /^OPENAI_(?:API_)?KEY$/,
    feature: "AI",
    ...secret,
    rule: "openai-api-key",
    description: "Key of the OpenAI API, from its console.",
  },
  {
    provider: "gemini",
    names: /^(?:GOOGLE_GENERATIVE_AI|GOOGLE_AI|GEMINI)_API_KEY$/,
    feature: "AI",
    ...secret,
    description: "Key of the Gemini API, from Google AI Studio.",
  },
  {
    provider: "bedrock",
    names: /^AWS_BEARER_TOKEN_BEDROCK$/,
    feature: "AI",
    ...secret,
    description: "Bearer token of Amazon Bedrock.",
  },
  {
    provider: "aws",
    names: /^AWS_REGION$|^AWS_DEFAULT_REGION$/,
    feature: "AWS",
    ...open,
    description: "AWS region, such as us-east-1.",
  },
  {
    provider: "aws",
    names: /^(?:AWS|S3)_\w*(?:SECRET|SESSION_TOKEN|ACCESS_KEY)\w*$/,
    feature: "AWS",
    ...secret,
    description: "Credential of an AWS user.",
  },
  { provider: "aws", names: /^(?:AWS|S3)_\w+$/, feature: "AWS", ...open },
  {
    provider: "ai",
    names:
      /^(?:MISTRAL|GROQ|COHERE|TOGETHER(?:_AI)?|PERPLEXITY|REPLICATE|HUGGINGFACE|HF|DEEPSEEK|XAI|OPENROUTER|FIREWORKS|AI_GATEWAY|ELEVENLABS)_\w*(?:KEY|TOKEN)$/,
    feature: "AI",
    ...secret,
    description: "Key of a model provider.",
  },
  { provider: "ai", names: /^(?:ANTHROPIC|OPENAI|GEMINI|OLLAMA)_\w+$/, feature: "AI", ...open },
  { provider: "pinecone", names: /^PINECONE_\w+$/, feature: "Vector search" },
  {
    provider: "stripe",
    names: /^STRIPE_(?:SECRET_KEY|API_KEY|WEBHOOK_\w*SECRET|RESTRICTED_KEY)$/,
    feature: "Payments",
    ...secret,
    description: "Secret of the Stripe account, from its dashboard.",
  },
  {
    provider: "stripe",
    names: /^STRIPE_\w+$/,
    feature: "Payments",
    ...open,
    description: "Setting of the Stripe account, from its dashboard.",
  },
  { provider: "lemonsqueezy", names: /^LEMON_?SQUEEZY_\w+$/, feature: "Payments" },
  {
    provider: "resend",
    names: /^RESEND_(?:API_)?KEY$/,
    feature: "Mail",
    ...secret,
    description: "Key of the Resend API.",
  },
  {
    provider: "sendgrid",
    names: /^SENDGRID_\w*KEY$/,
    feature: "Mail",
    ...secret,
    description: "Key of the SendGrid API.",
  },
  {
    provider: "smtp",
    names: /^(?:SMTP|EMAIL_SERVER|MAIL(?:ER)?)_?\w*(?:PASS|PASSWORD)$/,
    feature: "Mail",
    ...secret,
    description: "Password of the mail server.",
  },
  { provider: "smtp", names: /^(?:SMTP|EMAIL|MAIL|MAILER)_\w+$/, feature: "Mail" },
  {
    provider: "sentry",
    names: /^SENTRY_AUTH_TOKEN$/,
    feature: "Error reports",
    ...secret,
    description: "Token that uploads source maps to Sentry.",
  },
  { provider: "sentry", names: /^SENTRY_\w+$/, feature: "Error reports", ...open },
  { provider: "posthog", names: /^POSTHOG_\w+$/, feature: "Analytics", ...open },
  { provider: "uploadthing", names: /^UPLOADTHING_\w+$/, feature: "Uploads", ...secret },
  { provider: "cloudinary", names: /^CLOUDINARY_\w+$/, feature: "Uploads" },
  { provider: "vercel-blob", names: /^BLOB_READ_WRITE_TOKEN$/, feature: "Uploads", ...secret },
  { provider: "sanity", names: /^SANITY_\w+$/, feature: "Content" },
  { provider: "contentful", names: /^CONTENTFUL_\w+$/, feature: "Content" },
  { provider: "algolia", names: /^ALGOLIA_\w+$/, feature: "Search" },
  { provider: "twilio", names: /^TWILIO_\w+$/, feature: "Messages" },
  {
    provider: "app",
    names: /^(?:APP|SITE|BASE|SERVER|WEB|PUBLIC)_(?:URL|URI|ORIGIN)$|^(?:ORIGIN|URL|DOMAIN_URL)$/,
    feature: "Absolute links",
    ...link,
    source: "platform",
    description: "The address people open the app at.",
  },
  {
    provider: "app",
    names:
      /^(?:SESSION|COOKIE|JWT|APP|ENCRYPTION|CRON|NUXT_SESSION|SECRET)(?:_ACCESS|_REFRESH)?_(?:SECRET|PASSWORD|KEY|SECRET_KEY|KEY_BASE)$/,
    feature: "Sessions",
    ...secret,
    source: "generate",
    description: "A secret of the app's own; random characters.",
  },
];

const publicPrefix = /^(?:NEXT_PUBLIC_|NUXT_PUBLIC_|VITE_|PUBLIC_(?!URL$)|REACT_APP_|GATSBY_|EXPO_PUBLIC_|VUE_APP_)/;

/** Whether a name is built into what browsers load. */
export function isPublicName(key: string): boolean {
  return publicPrefix.test(key);
}

/** What a name is known to be; undefined for one of the project's own. */
export function familyOf(key: string): Family | undefined {
  const plain = key.replace(publicPrefix, "").replace(/^NUXT_/, "");
  return families.find(({ names }) => names.test(plain)) ?? families.find(({ names }) => names.test(key));
}

const runtimeName =
  /^(?:NODE_ENV|NODE_OPTIONS|NODE_VERSION|NODE_PATH|NODE|PORT|HOST|HOSTNAME|CI|TZ|HOME|PATH|PWD|USER|SHELL|LANG|TERM|TMPDIR|DEBUG|FORCE_COLOR|NO_COLOR|MODE|DEV|PROD|SSR|BASE_URL|SITE|ASSETS_PREFIX|SERVER|CLIENT|ANALYZE|BUN_ENV|DENO_DEPLOYMENT_ID|GITHUB_TOKEN|GITHUB_ACTIONS|GITHUB_(?:SHA|REF\w*|ACTOR|REPOSITORY\w*|RUN_\w+|WORKSPACE)|NEXT_RUNTIME|NEXT_PHASE|NEXT_TELEMETRY_DISABLED|NEXT_MANUAL_SIG_HANDLE|TURBO_\w+|SKIP_ENV_VALIDATION|VITEST\w*|JEST_\w+|PLAYWRIGHT_\w+|npm_\w+|NPM_\w+|(?:NEXT_PUBLIC_)?VERCEL(?:_\w+)?|RAILWAY_\w+|RENDER(?:_\w+)?|NETLIFY\w*|CF_PAGES\w*|FLY_\w+|HEROKU_\w+|K_SERVICE|AWS_LAMBDA_\w+|STORYBOOK\w*|PNPM_HOME|COREPACK_\w+|UID|GID)$/;

/** Names that Node, a tool, a platform or a pipeline sets: nobody has to give them. */
export function isRuntimeName(key: string): boolean {
  return runtimeName.test(key);
}

/** Variables that a package reads by itself, so that no line of the project names them. */
export const readByPackage: readonly { packages: RegExp; keys: readonly string[]; optional?: readonly string[] }[] = [
  { packages: /^@clerk\/nextjs$/, keys: ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"] },
  { packages: /^@clerk\/(?:express|fastify|backend)$/, keys: ["CLERK_SECRET_KEY"] },
  { packages: /^next-auth$/, keys: ["AUTH_SECRET"] },
  { packages: /^better-auth$/, keys: ["BETTER_AUTH_SECRET"], optional: ["BETTER_AUTH_URL"] },
  { packages: /^@ai-sdk\/anthropic$|^@anthropic-ai\/sdk$/, keys: ["ANTHROPIC_API_KEY"] },
  { packages: /^@ai-sdk\/openai$|^openai$/, keys: ["OPENAI_API_KEY"] },
  { packages: /^@ai-sdk\/google$/, keys: ["GOOGLE_GENERATIVE_AI_API_KEY"] },
  { packages: /^@ai-sdk\/mistral$/, keys: ["MISTRAL_API_KEY"] },
  { packages: /^@ai-sdk\/groq$/, keys: ["GROQ_API_KEY"] },
];
