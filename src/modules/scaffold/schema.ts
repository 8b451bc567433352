import * as z from "zod";
import { ProjectName } from "@/modules/projects/schema";

export const Framework = z.enum(["next", "hono", "vite-react", "astro"]);
export type Framework = z.infer<typeof Framework>;

export const DatabaseOption = z.enum([
  "none",
  "drizzle-postgres",
  "prisma-postgres",
  "drizzle-sqlite",
  "mongodb",
  "mongoose",
  "supabase",
]);
export type DatabaseOption = z.infer<typeof DatabaseOption>;

export const AuthOption = z.enum(["none", "nextauth", "better-auth", "clerk", "supabase"]);
export type AuthOption = z.infer<typeof AuthOption>;

export const AuthProvider = z.enum(["credentials", "github", "google"]);
export type AuthProvider = z.infer<typeof AuthProvider>;

export const AiTemplate = z.enum(["none", "chatbot", "rag", "agent", "structured"]);
export type AiTemplate = z.infer<typeof AiTemplate>;

export const AiProvider = z.enum(["anthropic", "openai", "bedrock", "gemini", "openai-compatible"]);
export type AiProvider = z.infer<typeof AiProvider>;

export const Extra = z.enum([
  "redis",
  "upstash",
  "trpc",
  "vitest",
  "playwright",
  "email",
  "payments",
  "i18n",
  "docker",
  "ci",
]);
export type Extra = z.infer<typeof Extra>;

export const PackageManager = z.enum(["npm", "pnpm"]);
export type PackageManager = z.infer<typeof PackageManager>;

export { ProjectName };

/** What a person picks in the wizard. Every field but the name has a default; unknown fields are refused. */
export const ScaffoldConfig = z.strictObject({
  name: ProjectName,
  framework: Framework.default("next"),
  database: DatabaseOption.default("none"),
  auth: AuthOption.default("none"),
  authProviders: z.array(AuthProvider).max(10).default([]),
  aiTemplate: AiTemplate.default("none"),
  aiProvider: AiProvider.default("anthropic"),
  extras: z.array(Extra).max(20).default([]),
  packageManager: PackageManager.default("npm"),
});
export type ScaffoldConfig = z.infer<typeof ScaffoldConfig>;
export type ScaffoldConfigInput = z.input<typeof ScaffoldConfig>;

/** One file of a generated project: a POSIX path inside the project and its UTF-8 text. `mode` is 0o644 or 0o755. */
export interface GeneratedFile {
  path: string;
  content: string;
  mode: number;
}

/** A rule that a configuration breaks: its stable id, which field it sits on, why, and the change that repairs it. */
export const RuleViolation = z.object({
  id: z.string(),
  field: z.string(),
  value: z.string(),
  reason: z.string(),
  fix: z.object({ label: z.string(), set: z.record(z.string(), z.unknown()) }),
});
export type RuleViolation = z.infer<typeof RuleViolation>;

const VariableKind = z.enum(["string", "url", "secret", "port", "boolean", "number", "email"]);

/**
 * One environment variable a project reads. `source` says who supplies the value: `user` is asked, `generate` is a secret
 * Berth makes in one click, `platform` is filled from the platform before any build that reads it, `database` defaults
 * to the embedded database on the local platform.
 */
export const VariableSpec = z.object({
  key: z.string(),
  kind: VariableKind,
  required: z.boolean(),
  sensitive: z.boolean(),
  public: z.boolean(),
  source: z.enum(["user", "generate", "platform", "database"]),
  /** true for an account key the local platform may go without: the app starts and names the feature that is off. */
  skippableLocally: z.boolean(),
  description: z.string(),
  example: z.string().optional(),
  /** Id of a provider rule in the environment module, such as `anthropic-api-key` or `postgres-url`. */
  rule: z.string().optional(),
  /** Older names of the same variable that are accepted, and said so. */
  aliases: z.array(z.string()),
  /** Other variables that, when all of them are set, do the same work: the second form of a credential. */
  alternatives: z.array(z.string()).optional(),
  /** The feature that is off without it, for people: "GitHub sign-in". */
  feature: z.string(),
  defaultValue: z.string().optional(),
});
export type VariableSpec = z.infer<typeof VariableSpec>;
