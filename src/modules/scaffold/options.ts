import type { ConfigField } from "./rules";
import { fieldValues } from "./rules";

export interface CatalogOption {
  value: string;
  label: string;
  /** One line that says what the project gains. */
  description: string;
  /** Name of a lucide icon. */
  icon: string;
  /** Whether a project with this option runs on this machine with no account anywhere. */
  runsWithoutAccount: boolean;
  /** What a person must bring, when anything. */
  needs?: string;
}

export interface CatalogGroup {
  field: ConfigField;
  label: string;
  description: string;
  icon: string;
  /** Whether several values may be chosen. */
  multiple: boolean;
  options: CatalogOption[];
}

const modelNeed = "A key of the provider, or any OpenAI-compatible address";

type Described = Omit<CatalogOption, "value">;

const none = (description: string): Described => ({
  label: "None",
  description,
  icon: "circle-slash",
  runsWithoutAccount: true,
});

const account = (label: string, description: string, icon: string, needs: string): Described => ({
  label,
  description,
  icon,
  runsWithoutAccount: false,
  needs,
});

const local = (label: string, description: string, icon: string, needs?: string): Described => ({
  label,
  description,
  icon,
  runsWithoutAccount: true,
  needs,
});

const described: { readonly [F in ConfigField]: Record<(typeof fieldValues)[F][number], Described> } = {
  framework: {
    next: local("Next.js", "App Router, server components, Tailwind CSS.", "triangle"),
    hono: local("Hono", "A small API server; one page lists its endpoints.", "flame"),
    "vite-react": local("React with Vite", "A single-page app and its API server in one package.", "atom"),
    astro: local("Astro", "Pages rendered on the server, React where a page needs it.", "rocket"),
  },
  database: {
    none: none("No data of its own."),
    "drizzle-postgres": local(
      "PostgreSQL with Drizzle",
      "Typed tables, migrations; embedded until you have a server.",
      "database",
    ),
    "prisma-postgres": local(
      "PostgreSQL with Prisma",
      "A schema and its client; embedded until you have a server.",
      "triangle-right",
    ),
    "drizzle-sqlite": local(
      "SQLite with Drizzle",
      "One file, no server; the same code on Turso.",
      "hard-drive",
      "A disk that stays, or a Turso database",
    ),
    mongodb: account("MongoDB", "Documents through the official driver.", "leaf", "The address of a MongoDB server"),
    mongoose: account(
      "MongoDB with Mongoose",
      "Documents with schemas and models.",
      "leafy-green",
      "The address of a MongoDB server",
    ),
    supabase: account("Supabase", "Hosted PostgreSQL behind row policies.", "zap", "A Supabase project"),
  },
  auth: {
    none: none("Every page is public."),
    nextauth: local("Auth.js", "Sign-up, sign-in, sign-out and a protected account page.", "shield-check"),
    "better-auth": local("Better Auth", "Users and sessions in your own tables, on any framework.", "shield-plus"),
    clerk: account(
      "Clerk",
      "Hosted users, with its own sign-in components.",
      "user-round-check",
      "A Clerk application",
    ),
    supabase: account("Supabase Auth", "Users held by Supabase, sessions in cookies.", "zap", "A Supabase project"),
  },
  authProviders: {
    credentials: local("E-mail and password", "Passwords are hashed, never kept.", "key-round"),
    github: account("GitHub", "One button; off until its keys are set.", "git-branch", "A GitHub OAuth app"),
    google: account("Google", "One button; off until its keys are set.", "globe", "A Google OAuth client"),
  },
  aiTemplate: {
    none: none("No AI."),
    chatbot: account("Chatbot", "A streaming chat.", "message-square", modelNeed),
    rag: account("Answers from documents", "Finds passages, answers from them, cites them.", "book-open", modelNeed),
    agent: account("Agent", "A model that uses tools, each call shown.", "wrench", modelNeed),
    structured: account("Structured output", "Turns pasted text into a typed record.", "braces", modelNeed),
  },
  aiProvider: {
    anthropic: account("Anthropic", "Claude models.", "sparkles", "An Anthropic API key"),
    openai: account("OpenAI", "GPT models.", "bot", "An OpenAI API key"),
    bedrock: account("Amazon Bedrock", "Models in your AWS account.", "cloud", "AWS credentials and a region"),
    gemini: account("Google Gemini", "Gemini models.", "gem", "A Google AI API key"),
    "openai-compatible": local(
      "OpenAI-compatible",
      "Ollama, vLLM, LM Studio, a gateway.",
      "plug",
      "The address of a model server",
    ),
  },
  extras: {
    redis: account("Redis", "A cache and a rate limiter.", "layers-2", "The address of a Redis server"),
    upstash: account("Upstash Redis", "The same over HTTP, for serverless.", "cloud-lightning", "An Upstash database"),
    trpc: local("tRPC", "A typed router and a client that knows it.", "arrow-left-right"),
    vitest: local("Vitest", "Unit tests that pass from the start.", "flask-conical"),
    playwright: local("Playwright", "Browser tests of the built app.", "app-window"),
    email: local("E-mail", "A contact form; prints the mail until SMTP is set.", "mail"),
    payments: account("Payments", "Stripe checkout and a verified webhook.", "credit-card", "A Stripe account"),
    i18n: local("Two languages", "English and German with a switch.", "languages"),
    docker: local("Docker", "A small non-root image and a compose file.", "container"),
    ci: local("CI workflow", "Lints, tests and builds on GitHub.", "workflow"),
  },
  packageManager: {
    npm: local("npm", "Comes with Node.", "package"),
    pnpm: local("pnpm", "One store for all projects.", "package-2"),
  },
};

/** Everything the wizard offers, in the order it is shown. */
export const catalogOptions: readonly CatalogGroup[] = [
  group("framework", "Framework", "What the app is built with.", "layers"),
  group("database", "Database", "Where it keeps its data.", "database"),
  group("auth", "Sign-in", "Who may use it.", "shield-check"),
  group("authProviders", "Sign-in methods", "How people prove who they are.", "key-round", true),
  group("aiTemplate", "AI", "What a model does in it.", "sparkles"),
  group("aiProvider", "Model provider", "Who runs the model.", "cpu"),
  group("extras", "Extras", "What else it should have.", "blocks", true),
  group("packageManager", "Package manager", "What installs its packages, from a complete lockfile.", "package"),
];

function group<F extends ConfigField>(
  field: F,
  label: string,
  description: string,
  icon: string,
  multiple = false,
): CatalogGroup {
  const values: readonly (typeof fieldValues)[F][number][] = fieldValues[field];
  const options = values.map((value) => ({ value, ...described[field][value] }));
  return { field, label, description, icon, multiple, options };
}
