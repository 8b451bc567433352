import type { ConfigField, fieldValues } from "../rules";
import type { ScaffoldConfig } from "../schema";

type Value<F extends ConfigField> = (typeof fieldValues)[F][number];

/** What a sentence states; a field it does not mention is left out. */
export type StatedChoices = { [F in ConfigField]?: ScaffoldConfig[F] };

interface Keyword {
  field: ConfigField;
  value: string;
  pattern: RegExp;
  /** A word that means this only where sign-in is wanted at all. */
  needsAuth?: boolean;
}

export interface KeywordMatch {
  choices: StatedChoices;
  /** The words that made the choices, as they were written, in the order of the sentence. */
  phrases: string[];
  /** What was asked for by name and is not in the catalog. */
  notOffered: string[];
}

const words = (alternatives: string) => new RegExp(`(?<![\\w.-])(?:${alternatives})(?![\\w-])`, "gi");

const keyword = <F extends ConfigField>(field: F, value: Value<F>, alternatives: string): Keyword => ({
  field,
  value,
  pattern: words(alternatives),
});

const signIn = "log ?in|log-in|logins?|sign ?in|sign-in|auth|oauth|accounts?";

/**
 * Read from top to bottom; what a line has matched, no later line sees. So phrases stand before the words in them, and of
 * a field with one value the exact names before the hints.
 */
const keywords: readonly Keyword[] = [
  keyword("framework", "next", "next\\.?js"),
  keyword("framework", "astro", "astro"),
  keyword("framework", "hono", "hono"),
  keyword("framework", "vite-react", "vite(?:[- ]react)?|react spa"),
  keyword(
    "framework",
    "hono",
    "(?:only|just) an api|api[- ]only|(?:rest|json|http|web) api|back ?end(?: only)?|micro ?service",
  ),
  keyword("framework", "vite-react", "single[- ]page(?: app(?:lication)?)?|spa|client[- ]side(?: only)?"),
  keyword(
    "framework",
    "astro",
    "blog|content site|docs site|documentation site|landing page|marketing site|static site|portfolio",
  ),

  keyword("auth", "supabase", "supabase (?:auth|sign[- ]?in|log ?in)"),
  keyword("auth", "better-auth", "better[- ]?auth"),
  keyword("auth", "clerk", "clerk"),
  keyword("auth", "nextauth", "next-?auth|auth\\.?js"),

  keyword("database", "prisma-postgres", "prisma"),
  keyword(
    "database",
    "drizzle-postgres",
    "drizzle(?: orm)?(?: (?:and|with|on) postgres(?:ql)?)?(?! (?:and|with|on) sqlite)",
  ),
  keyword("database", "mongoose", "mongoose"),
  keyword("database", "mongodb", "mongo(?:db)?|document database"),
  keyword("database", "supabase", "supabase"),
  keyword("database", "drizzle-sqlite", "(?:drizzle (?:and|with|on) )?sqlite|libsql|turso"),
  keyword("database", "drizzle-postgres", "postgres(?:ql)?"),

  keyword("extras", "ci", "ci|github actions|continuous integration|pipeline"),
  keyword("authProviders", "credentials", "(?:e-?mail and )?passwords?|e-?mail (?:log ?in|sign[- ]?in|sign[- ]?up)"),
  keyword("authProviders", "github", `(?:${signIn}) (?:with|via|by|through) github|github (?:${signIn})`),
  keyword("authProviders", "google", `(?:${signIn}) (?:with|via|by|through) google|google (?:${signIn})`),

  keyword("aiProvider", "anthropic", "anthropic|claude"),
  keyword(
    "aiProvider",
    "openai-compatible",
    "ollama|lm studio|openai[- ]compatible|vllm|openrouter|llama|mistral|local (?:model|llm)s?",
  ),
  keyword("aiProvider", "openai", "openai|chatgpt|gpt(?:-?[\\w.]+)?"),
  keyword("aiProvider", "bedrock", "(?:amazon |aws )?bedrock"),
  keyword("aiProvider", "gemini", "(?:google )?gemini|google ai"),

  keyword(
    "aiTemplate",
    "rag",
    "rag|pdfs?|documents?|knowledge base|retrieval|citations?|semantic search|vector search",
  ),
  keyword("aiTemplate", "agent", "(?:ai )?agents?|agentic|tool[- ](?:using|calling|use)|with tools"),
  keyword(
    "aiTemplate",
    "structured",
    "structured(?: output)?|extract(?:s|ion|ing)?|classif(?:y|ies|ication)|pars(?:e|es|ing)|fills? forms?",
  ),
  keyword("aiTemplate", "chatbot", "chat ?bots?|chat|assistant|copilot"),
  keyword("aiTemplate", "chatbot", "ai(?:[- ](?:editor|writer|helper|powered|support|search))?|llms?|language model"),

  keyword("extras", "upstash", "upstash"),
  keyword("extras", "redis", "redis|valkey|cach(?:e|es|ed|ing)|rate[- ]limit(?:s|ed|er|ing)?"),
  keyword("extras", "trpc", "trpc|type-?safe api|typed api"),
  keyword("extras", "playwright", "playwright|e2e(?: tests?)?|end[- ]to[- ]end(?: tests?)?|browser tests?"),
  keyword("extras", "vitest", "vitest|(?:unit )?tests?|tested|testing"),
  keyword("extras", "payments", "paid|payments?|pay|subscriptions?|stripe|checkout|billing|invoicing|donations?"),
  keyword(
    "extras",
    "payments",
    "(?:web ?|online )?shop|(?:online|web|an?) store|e-?commerce|marketplace|sells?|selling",
  ),
  keyword("extras", "email", "newsletters?|e-?mails?|mail(?:s|ing list)?|smtp"),
  keyword("extras", "i18n", "i18n|multi-?lingual|bilingual|languages?|translat(?:ed|ions?)|locali[sz](?:ed|ation)"),
  keyword(
    "extras",
    "i18n",
    "german|french|spanish|italian|portuguese|dutch|polish|japanese|chinese|korean|arabic|turkish",
  ),
  keyword("extras", "docker", "docker(?:file)?|containers?|kubernetes|k8s|self-?host(?:ed|ing)?"),

  keyword("packageManager", "pnpm", "pnpm"),
  keyword("packageManager", "npm", "npm"),

  keyword(
    "auth",
    "nextauth",
    `${signIn}|sign ?up|sign-up|regist(?:er|ration)|users?|members?(?:hip)?|authentication|profiles?`,
  ),
  { ...keyword("authProviders", "github", "github"), needsAuth: true },
  { ...keyword("authProviders", "google", "google"), needsAuth: true },
  keyword(
    "database",
    "drizzle-postgres",
    "databases?|sql|crud|saves?|saved|stored?|stores|todos?|to-dos?|bookings?|inventory",
  ),
];

const absent = words(
  "mysql|mariadb|dynamodb|cassandra|firebase|firestore|convex|vue|nuxt|svelte(?:kit)?|angular|solidjs|remix|express|nestjs|fastify|django|flask|rails|laravel|graphql|yarn|bun|deno|react native|flutter|swift|kotlin|python|golang|rust",
);

/** Single fields that have the value `none`, which a sentence can ask for: "without a database". */
const canBeNone = new Set<ConfigField>(["database", "auth", "aiTemplate"]);

const articles = /\b(?:an?|any|the)\s+/gi;
const negation = /\b(?:no|not|without|skip|minus)\s+((?:[\w-]+(?:,\s*|\s+(?:or|nor)\s+))*)$/i;
const listGoesOn = /^[\w-]+(?:,\s*[\w-]+)*,?\s+(?:or|nor)\s/i;

/** The choices that words of a sentence name. Pure, never throws, and makes no claim to understand. */
export function matchKeywords(text: string): KeywordMatch {
  const choices: Record<string, string | string[]> = {};
  const found: { at: number; phrase: string }[] = [];
  let rest = text;
  for (const { field, value, pattern, needsAuth } of keywords) {
    if (needsAuth && (choices.auth === undefined || choices.auth === "none")) continue;
    for (const match of rest.matchAll(pattern)) {
      const isWanted = !isNegated(text, match.index);
      const phrase = isWanted ? match[0] : `no ${match[0]}`;
      if (state(choices, field, value, isWanted)) found.push({ at: match.index, phrase });
    }
    rest = rest.replace(pattern, (phrase) => " ".repeat(phrase.length));
  }
  completeAuth(choices);
  const notOffered = [...text.matchAll(absent)].map(([phrase]) => phrase);
  found.sort((a, b) => a.at - b.at);
  return {
    choices: choices as StatedChoices,
    phrases: unique(found.map(({ phrase }) => phrase)),
    notOffered: unique(notOffered),
  };
}

/** After "without": the next word, and all of a list that ends in "or". In "no sign-in, SQLite" the second is wanted. */
function isNegated(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 60), at).replace(articles, "");
  const after = text.slice(at, at + 60).replace(articles, "");
  const [, between] = negation.exec(before) ?? [];
  if (between === undefined) return false;
  return !between.includes(",") || /\b(?:or|nor)\s+$/i.test(between) || listGoesOn.test(after);
}

/** Notes a choice; false when the field has its value already. */
function state(choices: Record<string, string | string[]>, field: ConfigField, value: string, isWanted: boolean) {
  if (field === "extras" || field === "authProviders") {
    const chosen = [choices[field] ?? []].flat();
    if (!isWanted || chosen.includes(value)) return false;
    choices[field] = [...chosen, value];
    return true;
  }
  if (choices[field] !== undefined || (!isWanted && !canBeNone.has(field))) return false;
  choices[field] = isWanted ? value : "none";
  return true;
}

/** A way to sign in states that there is sign-in; a model states that there is AI. */
function completeAuth(choices: Record<string, string | string[]>): void {
  if (choices.authProviders && choices.auth === undefined) choices.auth = "nextauth";
  if (choices.aiProvider && choices.aiTemplate === undefined) choices.aiTemplate = "chatbot";
  if (choices.auth === "none") delete choices.authProviders;
}

function unique(phrases: readonly string[]): string[] {
  return [...new Map(phrases.map((phrase) => [phrase.toLowerCase(), phrase])).values()];
}
