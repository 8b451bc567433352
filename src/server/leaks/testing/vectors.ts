import { createHash } from "node:crypto";

/** Characters that look random and are the same in every run, so that no key stands in this project. */
export function chars(length: number, alphabet: "hex" | "lower" | "word" | "upper" | "digits", seed = ""): string {
  const sets = {
    hex: "0123456789abcdef",
    lower: "abcdefghijklmnopqrstuvwxyz0123456789",
    word: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    digits: "0123456789",
  };
  const set = sets[alphabet];
  let out = "";
  for (let block = 0; out.length < length; block += 1) {
    for (const byte of createHash("sha256").update(`${seed}:${length}:${block}`).digest())
      out += set[byte % set.length];
  }
  return out.slice(0, length);
}

const uuid = () => [8, 4, 4, 4, 12].map((length) => chars(length, "hex")).join("-");
const jwt = (claims: object) =>
  [{ alg: "HS256", typ: "JWT" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .concat(chars(43, "word"))
    .join(".");
const pem = (kind: string, lines: number) =>
  [
    `-----BEGIN ${kind}-----`,
    ...Array.from({ length: lines }, (_, line) => chars(64, "word", `${line}`)),
    `-----END ${kind}-----`,
  ].join("\n");
const quoted = (value: string) => `const key = "${value}";`;
const claims = { iss: "supabase", ref: chars(20, "lower"), iat: 1_700_000_000, exp: 2_000_000_000 };

interface Vector {
  /** Texts in which the rule finds something. */
  found: string[];
  /** Texts that come close and in which no rule stops anything. */
  missed: string[];
}

/** A token that is found, one that is too short, and one of placeholders. */
function token(prefix: string, length: number, alphabet: Parameters<typeof chars>[1] = "word"): Vector {
  const value = prefix + chars(length, alphabet);
  return {
    found: [quoted(value), `KEY=${value}\r\nNEXT=1\r\n`, `{"key":"${value}"}`],
    missed: [
      quoted(prefix + chars(6, alphabet)),
      quoted(prefix + "x".repeat(length)),
      quoted(`${prefix}your-key-here`),
    ],
  };
}

function variable(name: string, value: string, near: string): Vector {
  return {
    found: [`${name}=${value}`, `${name}: "${value}"`, `const it = process.env.${name} ?? "${value}";`],
    missed: [`${name}=${near}`, `${name}=\${${name}}`, `${name}=`, `OTHER=${value.slice(0, 12)}`],
  };
}

/** What each rule finds and what it leaves alone, by its id. */
export const vectors: Readonly<Record<string, Vector>> = {
  "anthropic-key": token("sk-ant-" + "api03-", 93),
  "openai-key": {
    found: [
      quoted(`sk-${chars(20, "word")}${"T3Blbk"}FJ${chars(20, "word", "b")}`),
      quoted(`sk-proj-${chars(74, "word")}${"T3Blbk"}FJ${chars(74, "word", "b")}`),
    ],
    missed: [quoted(`sk-${chars(8, "word")}`), quoted("sk-your-key-here"), quoted("sk-...")],
  },
  "aws-access-key": {
    found: [quoted(`${"AK"}IA${chars(16, "upper")}`)],
    missed: [quoted("AK" + "IAIOSFODNN7EXAMPLE"), quoted(`${"AK"}IA${chars(12, "upper")}`), "const ASIA = 'continent'"],
  },
  "aws-bedrock-key": token("AB" + "SK", 128),
  "google-key": token("AI" + "za", 35),
  "github-token": token("gh" + "p_", 36),
  "gitlab-token": token("gl" + "pat-", 20),
  "npm-token": token("npm" + "_", 36),
  "pypi-token": token("pypi-" + "AgEIcHlwaS5vcmc", 90),
  "slack-token": token("xo" + "xb-", 48, "digits"),
  "slack-webhook": {
    found: [
      quoted(`https://hooks.slack.com/services/T${chars(8, "upper")}/B${chars(8, "upper")}/${chars(24, "word")}`),
    ],
    missed: [
      quoted("https://hooks.slack.com/services/"),
      quoted("https://hooks.slack.com/services/XXXXXXXXX/XXXXXXXXX/XXXXXXXXXXXXXXXXXXXXXXXX"),
    ],
  },
  "stripe-key": token("sk_" + "live_", 24),
  "sendgrid-key": {
    found: [quoted(`SG.${chars(22, "word")}.${chars(43, "word")}`)],
    missed: [quoted("SG.your-key-here"), quoted(`SG.${chars(22, "word")}`), "import SG.Models.Something.Else"],
  },
  "brevo-key": {
    found: [quoted(`xkeysib-${chars(64, "hex")}-${chars(16, "word")}`)],
    missed: [quoted(`xkeysib-${chars(30, "hex")}`)],
  },
  "mailgun-key": variable("MAILGUN_API_KEY", `key-${chars(32, "hex")}`, "key-your-key-here"),
  "twilio-key": variable("TWILIO_AUTH_TOKEN", chars(32, "hex"), "your_auth_token"),
  "digitalocean-token": token("dop_" + "v1_", 64, "hex"),
  "doppler-token": token("dp." + "pt.", 43, "lower"),
  "huggingface-token": token("hf" + "_", 34),
  "linear-key": token("lin_" + "api_", 40),
  "notion-token": {
    found: [quoted(`ntn_${chars(11, "digits")}${chars(35, "word")}`)],
    missed: [quoted(`ntn_${chars(11, "digits")}`)],
  },
  "planetscale-token": token("pscale_" + "pw_", 43),
  "perplexity-key": token("pp" + "lx-", 48),
  "sentry-token": token("sntr" + "yu_", 64, "hex"),
  "shopify-token": token("shp" + "at_", 32, "hex"),
  "square-token": token("sq0" + "atp-", 22),
  "vault-token": token("hv" + "s.", 95),
  "telegram-token": {
    found: [`TELEGRAM_BOT_TOKEN=7${chars(9, "digits")}:AA${chars(33, "word")}`],
    missed: ["TELEGRAM_BOT_TOKEN=123456:your-token-here", `telegram ${chars(9, "digits")}:AA`],
  },
  "azure-client-secret": {
    found: [quoted(`${chars(3, "word")}8Q~${chars(33, "word")}`)],
    missed: [quoted(`8Q~${chars(5, "word")}`)],
  },
  "cloudflare-token": variable("CLOUDFLARE_API_TOKEN", chars(40, "word"), "your_cloudflare_api_token_goes_in_here_ok"),
  "flyio-token": token("fo" + "1_", 43),
  "netlify-token": token("nf" + "p_", 36),
  "private-key": {
    found: [
      pem("RSA PRIVATE KEY", 12),
      pem("PRIVATE KEY", 12).replaceAll("\n", "\r\n"),
      `"private_key": "${pem("PRIVATE KEY", 12).replaceAll("\n", "\\n")}"`,
    ],
    missed: [
      pem("CERTIFICATE", 12),
      pem("PUBLIC KEY", 6),
      "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
      'if (!value.startsWith("-----BEGIN PRIVATE KEY-----")) throw new Error("not a key");',
    ],
  },
  "supabase-secret-key": token("sb_" + "secret_", 31),
  "supabase-access-token": token("sb" + "p_", 40, "hex"),
  "supabase-service-role": {
    found: [quoted(jwt({ ...claims, role: "service_role" }))],
    missed: [
      quoted(jwt({ ...claims, role: "anon" })),
      quoted(jwt({ ...claims, iss: "supabase-demo", role: "service_role" })),
      quoted(jwt({ sub: "1234567890", name: "John Doe" })),
    ],
  },
  "vercel-token": token("vc" + "p_", 56),
  "vercel-token-variable": variable("VERCEL_TOKEN", chars(24, "word"), "your-vercel-token-in-here"),
  "vercel-blob-token": token(`${"vercel_blob_"}rw_${chars(16, "word")}_`, 30),
  "clerk-webhook-secret": token("whs" + "ec_", 32),
  "resend-key": {
    found: [quoted(`re_${chars(8, "word")}_${chars(24, "word")}`)],
    missed: [
      quoted("re_your_api_key_here_please_replace"),
      quoted(`re_${chars(8, "word")}`),
      "const re_export_something_quite_long_here = 1",
    ],
  },
  "groq-key": token("gs" + "k_", 52),
  "neon-api-key": token("na" + "pi_", 64, "lower"),
  "neon-password": token("np" + "g_", 16),
  "upstash-token": variable("UPSTASH_REDIS_REST_TOKEN", `AX${chars(58, "word")}`, "your-upstash-token"),
  "render-key": token("rn" + "d_", 32),
  "railway-token": variable("RAILWAY_TOKEN", uuid(), "00000000-0000-0000-0000-000000000000"),
  "google-oauth-secret": token("GOC" + "SPX-", 28),
  "github-oauth-secret": variable("GITHUB_CLIENT_SECRET", chars(40, "hex"), "your-client-secret"),
  "auth0-secret": variable("AUTH0_CLIENT_SECRET", chars(64, "word"), "YOUR_CLIENT_SECRET"),
  "session-secret": variable(
    "NEXTAUTH_SECRET",
    `${chars(43, "word")}=`,
    "replace-me-with-openssl-rand-base64-32-bytes",
  ),
  "pinecone-key": token("pc" + "sk_", 70),
  "replicate-token": token("r" + "8_", 37),
  "posthog-key": token("ph" + "x_", 43),
  "xai-key": token("xa" + "i-", 80),
  "openrouter-key": token("sk-or-" + "v1-", 64, "hex"),
  "deepseek-key": variable("DEEPSEEK_API_KEY", `sk-${chars(32, "hex")}`, "sk-your-key-here"),
  "mistral-key": variable("MISTRAL_API_KEY", chars(32, "word"), "your_mistral_api_key_goes_here__"),
  "elevenlabs-key": variable("ELEVENLABS_API_KEY", `sk_${chars(48, "hex")}`, "your-key"),
  "postmark-token": variable("POSTMARK_SERVER_TOKEN", uuid(), "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
  "turso-token": variable("TURSO_AUTH_TOKEN", jwt({ a: "rw", iat: 1_700_000_000 }), "your-token"),
  "convex-deploy-key": {
    found: [`CONVEX_DEPLOY_KEY=prod:happy-animal-123|eyJ${chars(80, "word")}=`],
    missed: ["CONVEX_DEPLOY_KEY=prod:happy-animal-123|...", "CONVEX_DEPLOY_KEY="],
  },
  "langsmith-key": {
    found: [quoted(`lsv2_pt_${chars(32, "hex")}_${chars(10, "hex")}`)],
    missed: [quoted(`lsv2_pt_${chars(12, "hex")}`)],
  },
  "tavily-key": token("tv" + "ly-", 32),
  "firecrawl-key": token("f" + "c-", 32, "hex"),
  "trigger-key": token("tr_" + "prod_", 24),
  "inngest-key": token("signkey-" + "prod-", 64, "hex"),
  "berth-token": token("ber" + "th_", 43),
  "mongodb-url": address("mongodb+srv", "cluster0.ab1cd.mongodb.net"),
  "database-url": address("postgresql", "ep-cool-1.eu-central-1.aws.neon.tech"),
  "redis-url": address("rediss", "eu1-shark-1.upstash.io"),
};

function address(scheme: string, host: string): Vector {
  const at = (user: string, password: string, place: string) => `URL=${scheme}://${user}:${password}@${place}/app`;
  return {
    found: [at("app", chars(16, "word"), host), at("app", "Tr0ub4dor%263", host)],
    missed: [
      at("app", "password", host),
      at("postgres", "postgres", "localhost:5432"),
      at("app", chars(16, "word"), "db:5432"),
      at("user", "[YOUR-PASSWORD]", host),
      at("user", `\${PASSWORD}`, host),
      at("app", chars(16, "word"), "db.example.com"),
      `URL=${scheme}://${host}/app`,
    ],
  };
}
