import {
  block,
  isFile,
  isFolder,
  keyRule,
  malformedJwt,
  namesDatabase,
  notA,
  notLocal,
  orFolder,
  type ProviderRule,
  startsWith,
  urlOf,
  warn,
  wellFormedIfJwt,
} from "./expectations";
import { parseJwt, parseUrl } from "./values";

const postgresExample = "postgres://user:password@host:5432/app";

const databaseRules: readonly ProviderRule[] = [
  {
    id: "postgres-url",
    keys: ["DATABASE_URL", "POSTGRES_URL", "DIRECT_URL", "DATABASE_URL_UNPOOLED"],
    format: "postgres://user:password@host:port/database, or pglite:<folder> on this machine",
    example: postgresExample,
    maxLength: 2048,
    expectations: [
      ...urlOf(["postgres", "postgresql"], postgresExample).map(orFolder),
      orFolder(
        block(namesDatabase, `This URL names no database. Add its name at the end, such as ${postgresExample}.`),
      ),
      block(/^(?!pglite:$)/, "Name a folder after pglite:, such as pglite:./data."),
    ],
    remote: [
      block(
        (value) => !isFolder(value),
        "pglite: keeps its data on this machine. The app runs elsewhere and needs the address of a PostgreSQL server.",
      ),
      notLocal,
    ],
  },
  {
    id: "sqlite-url",
    keys: ["TURSO_DATABASE_URL", "LIBSQL_URL"],
    format: "file:<path>, or libsql://host of a Turso database",
    example: "file:./data/app.db",
    maxLength: 2048,
    expectations: [
      block(
        /^(?:file|libsql|https?|wss?):/i,
        "This must start with file: or libsql://, such as file:./data/app.db or libsql://app-me.turso.io.",
      ),
      block(/^(?!file:(?:$|:memory:|\?))/i, "Name a file after file:, such as file:./data/app.db."),
      block(
        (value) => isFile(value) || Boolean(parseUrl(value)?.hostname),
        "This URL names no host. Copy the address of the database from Turso.",
      ),
    ],
    remote: [
      warn(
        (value) => !isFile(value),
        "A file is lost at the next deployment unless its folder is on a disk that stays. Use a Turso database where there is none.",
      ),
      notLocal,
    ],
  },
  {
    id: "mongodb-url",
    keys: ["MONGODB_URI", "MONGODB_URL", "MONGO_URL"],
    format: "mongodb://host/database or mongodb+srv://host/database",
    example: "mongodb+srv://user:password@cluster.example.net/app",
    maxLength: 2048,
    expectations: [
      block(/^mongodb(?:\+srv)?:\/\//i, "This must start with mongodb:// or mongodb+srv://."),
      block(/^[^:]+:\/\/[^/?#]/, "This URL names no host."),
      warn(/^[^:]+:\/\/[^/?#]+\/[^/?#]/, "This URL names no database, so the driver uses one called test."),
    ],
    remote: [notLocal],
  },
  {
    id: "redis-url",
    keys: ["REDIS_URL", "KV_URL"],
    format: "redis://host:port or rediss://host:port",
    example: "rediss://default:password@host:6379",
    maxLength: 2048,
    expectations: urlOf(["redis", "rediss"], "redis://host:6379"),
    remote: [notLocal],
  },
  {
    id: "upstash-redis-url",
    keys: ["UPSTASH_REDIS_REST_URL", "KV_REST_API_URL"],
    format: "https://<name>.upstash.io",
    example: "https://eu1-calm-gull-12345.upstash.io",
    maxLength: 2048,
    expectations: [
      block(
        /^(?!rediss?:)/i,
        "This is the address of the Redis protocol. Use the REST address of the database, which starts with https://.",
      ),
      ...urlOf(["https", "http"], "https://eu1-calm-gull-12345.upstash.io"),
    ],
    remote: [notLocal],
  },
  keyRule("upstash-redis-token", ["UPSTASH_REDIS_REST_TOKEN", "KV_REST_API_TOKEN"], "AXyzASQgN2M2ZjU0LTk4", [
    block(/^(?!https?:|rediss?:)/i, "This is an address. Use the REST token that stands beside it in the console."),
    block(/^\S*$/, "A token holds no blank. Copy it alone."),
  ]),
];

const ownRules: readonly ProviderRule[] = [
  {
    id: "auth-secret",
    keys: ["AUTH_SECRET", "NEXTAUTH_SECRET", "BETTER_AUTH_SECRET", "SESSION_SECRET", "JWT_SECRET"],
    format: "32 or more random characters",
    example: "a random text Berth generates for you",
    maxLength: 1024,
    expectations: [
      block((value) => value.length >= 32, "This is too short to be safe: use 32 characters or more, or generate it."),
      warn(
        (value) => new Set(value).size >= 10,
        "This repeats a few characters and is easy to guess. Generate it instead.",
      ),
    ],
  },
  {
    id: "app-url",
    keys: ["NEXT_PUBLIC_APP_URL", "AUTH_URL", "NEXTAUTH_URL", "BETTER_AUTH_URL"],
    format: "https://host",
    example: "https://app.example.com",
    maxLength: 2048,
    expectations: urlOf(["https", "http"], "https://app.example.com"),
  },
  {
    id: "url",
    keys: [],
    format: "https://host or http://host",
    example: "https://api.example.com",
    maxLength: 2048,
    expectations: urlOf(["https", "http"], "https://api.example.com"),
    remote: [{ ...notLocal, level: "warn" }],
  },
  {
    id: "jwt",
    keys: [],
    format: "three base64url parts joined by dots",
    example: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    maxLength: 16_384,
    expectations: [block((value) => parseJwt(value) !== undefined, malformedJwt)],
  },
];

const authRules: readonly ProviderRule[] = [
  {
    id: "github-client-id",
    keys: ["AUTH_GITHUB_ID", "GITHUB_CLIENT_ID", "GITHUB_ID"],
    format: "the client id of a GitHub OAuth app",
    example: "Ov23liAbCdEfGhIjKlMn",
    maxLength: 200,
    expectations: [
      warn(/^(?:Ov|Iv|[0-9a-f]{20}$)/, "GitHub client ids usually start with Ov or Iv, or are 20 hexadecimal digits."),
    ],
  },
  {
    id: "github-client-secret",
    keys: ["AUTH_GITHUB_SECRET", "GITHUB_CLIENT_SECRET", "GITHUB_SECRET"],
    format: "40 hexadecimal digits",
    example: "0123456789abcdef0123456789abcdef01234567",
    maxLength: 200,
    expectations: [
      warn(/^(?!gh[opsur]_|github_pat_)/, "This is a GitHub token, not the client secret of an OAuth app."),
      warn(/^[0-9a-f]{40}$/, "GitHub client secrets are usually 40 hexadecimal digits."),
    ],
  },
  keyRule("google-client-id", ["AUTH_GOOGLE_ID", "GOOGLE_CLIENT_ID"], "1234567890-abc.apps.googleusercontent.com", [
    warn(
      (value) => value.endsWith(".apps.googleusercontent.com"),
      "Google client ids usually end with .apps.googleusercontent.com.",
    ),
  ]),
  keyRule(
    "google-client-secret",
    ["AUTH_GOOGLE_SECRET", "GOOGLE_CLIENT_SECRET"],
    "GOCSPX-AbCdEfGhIjKlMnOpQrStUvWxYz12",
    [startsWith(["GOCSPX-"])],
  ),
  keyRule(
    "clerk-publishable-key",
    ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "VITE_CLERK_PUBLISHABLE_KEY", "CLERK_PUBLISHABLE_KEY"],
    "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k",
    [notA(/^(?!sk_)/, "a secret key", "publishable"), startsWith(["pk_test_", "pk_live_"])],
  ),
  keyRule("clerk-secret-key", ["CLERK_SECRET_KEY"], "sk_test_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEf", [
    notA(/^(?!pk_)/, "a publishable key", "secret"),
    startsWith(["sk_test_", "sk_live_"]),
  ]),
];

const aiRules: readonly ProviderRule[] = [
  keyRule("anthropic-api-key", ["ANTHROPIC_API_KEY"], "sk-ant-api03-AbCdEfGh", [
    startsWith(["sk-ant-"]),
    warn(
      (value) => value.length >= 90,
      "Anthropic keys are usually over 90 characters long. Check that it was copied whole.",
    ),
  ]),
  keyRule("openai-api-key", ["OPENAI_API_KEY"], "sk-proj-AbCdEfGh", [
    warn(/^(?!sk-ant-)/, "This looks like an Anthropic key. OpenAI keys start with sk- or sk-proj-."),
    startsWith(["sk-"]),
    warn(
      (value) => value.length >= 40,
      "OpenAI keys are usually over 40 characters long. Check that it was copied whole.",
    ),
  ]),
  keyRule(
    "google-ai-api-key",
    ["GOOGLE_GENERATIVE_AI_API_KEY", "GOOGLE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"],
    "AIzaSyA-1234567890abcdefghijklmnopqrstu",
    [
      startsWith(["AIza"]),
      warn(
        (value) => value.length === 39,
        "Google API keys are usually 39 characters long. Check that it was copied whole.",
      ),
    ],
  ),
  keyRule("groq-api-key", ["GROQ_API_KEY"], "gsk_AbCdEfGhIjKlMnOp", [startsWith(["gsk_"])]),
  keyRule("huggingface-token", ["HF_TOKEN", "HUGGINGFACE_API_KEY"], "hf_AbCdEfGhIjKlMnOp", [startsWith(["hf_"])]),
  keyRule("aws-access-key-id", ["AWS_ACCESS_KEY_ID"], "AKIAIOSFODNN7EXAMPLE", [
    warn(/^(?:AKIA|ASIA)[A-Z0-9]{16}$/, "AWS access key ids are usually AKIA or ASIA and 16 capitals or digits."),
  ]),
  keyRule("aws-secret-access-key", ["AWS_SECRET_ACCESS_KEY"], "wJalrXUtnFEMI/K7MDENG/bPxRfiCYAbCdEfGhIj", [
    warn(
      (value) => value.length === 40,
      "AWS secret access keys are usually 40 characters long. Check that it was copied whole.",
    ),
  ]),
  keyRule("bedrock-api-key", ["AWS_BEARER_TOKEN_BEDROCK"], "ABSKQmVkcm9ja0FQSUtleS1AbCdEfGh", [
    warn(/^(?!(?:AKIA|ASIA)[A-Z0-9]{16}$)/, "This looks like an access key id. It belongs in AWS_ACCESS_KEY_ID."),
    startsWith(["ABSK", "bedrock-api-key-"]),
  ]),
  {
    id: "aws-region",
    keys: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    format: "the short name of a region",
    example: "us-east-1",
    maxLength: 40,
    expectations: [
      block(/^[a-z0-9-]+$/, "A region is written in lower case with hyphens, such as us-east-1."),
      warn(/^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/, "AWS regions usually look like us-east-1 or eu-central-1."),
    ],
  },
];

const serviceRules: readonly ProviderRule[] = [
  {
    id: "supabase-url",
    keys: ["SUPABASE_URL", "NEXT_PUBLIC_SUPABASE_URL", "VITE_SUPABASE_URL", "PUBLIC_SUPABASE_URL"],
    format: "https://<project>.supabase.co",
    example: "https://abcdefghijklmnop.supabase.co",
    maxLength: 2048,
    expectations: urlOf(["https", "http"], "https://abcdefghijklmnop.supabase.co"),
    remote: [notLocal],
  },
  keyRule(
    "supabase-publishable-key",
    [
      "SUPABASE_PUBLISHABLE_KEY",
      "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY",
      "SUPABASE_ANON_KEY",
      "NEXT_PUBLIC_SUPABASE_ANON_KEY",
    ],
    "sb_publishable_AbCdEfGhIjKl",
    [
      block(wellFormedIfJwt, malformedJwt),
      notA(
        (value) => !value.startsWith("sb_secret_") && parseJwt(value)?.role !== "service_role",
        "a secret key",
        "publishable",
      ),
      startsWith(["sb_publishable_", "eyJ"]),
    ],
  ),
  keyRule("supabase-secret-key", ["SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_ROLE_KEY"], "sb_secret_AbCdEfGhIjKl", [
    block(wellFormedIfJwt, malformedJwt),
    notA(
      (value) => !value.startsWith("sb_publishable_") && parseJwt(value)?.role !== "anon",
      "a publishable key",
      "secret",
    ),
    startsWith(["sb_secret_", "eyJ"]),
  ]),
  keyRule("stripe-secret-key", ["STRIPE_SECRET_KEY"], "sk_test_AbCdEfGhIjKlMnOp", [
    notA(/^(?!pk_)/, "a publishable key", "secret"),
    startsWith(["sk_test_", "sk_live_", "rk_test_", "rk_live_"]),
  ]),
  keyRule(
    "stripe-publishable-key",
    ["STRIPE_PUBLISHABLE_KEY", "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY"],
    "pk_test_AbCdEfGhIjKlMnOp",
    [notA(/^(?![sr]k_)/, "a secret key", "publishable"), startsWith(["pk_test_", "pk_live_"])],
  ),
  keyRule("stripe-webhook-secret", ["STRIPE_WEBHOOK_SECRET"], "whsec_AbCdEfGhIjKlMnOp", [startsWith(["whsec_"])]),
  {
    id: "smtp-url",
    keys: ["SMTP_URL", "EMAIL_SERVER"],
    format: "smtps://user:password@host:465 or smtp://user:password@host:587",
    example: "smtps://user:password@smtp.example.com:465",
    maxLength: 2048,
    expectations: urlOf(["smtp", "smtps"], "smtps://user:password@smtp.example.com:465"),
    remote: [notLocal],
  },
  {
    id: "email-sender",
    keys: ["EMAIL_FROM", "MAIL_FROM"],
    format: "name@host, or a name followed by <name@host>",
    example: "Shop <hello@example.com>",
    maxLength: 320,
    expectations: [
      block(
        /^(?:[^\s@<>]+@[^\s@<>]+|[^@<>]*<[^\s@<>]+@[^\s@<>]+>)$/,
        "This is no sender. Write an address such as hello@example.com, or Shop <hello@example.com>.",
      ),
    ],
  },
  keyRule("resend-api-key", ["RESEND_API_KEY"], "re_AbCdEfGh_IjKlMnOp", [startsWith(["re_"])]),
  keyRule("github-token", ["GITHUB_TOKEN"], "github_pat_AbCdEfGhIjKlMnOp", [
    startsWith(["ghp_", "gho_", "ghu_", "ghs_", "github_pat_"]),
  ]),
];

/** Every rule. Sources: vendors' documentation and the gitleaks and secretlint rule sets. */
export const ruleTable: readonly ProviderRule[] = [
  ...databaseRules,
  ...ownRules,
  ...authRules,
  ...aiRules,
  ...serviceRules,
];
