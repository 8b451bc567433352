/** One harmless request that tells whether a key is taken. */
export interface Probe {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Answers that mean the key is not taken; 401 and 403 unless told otherwise. */
  refused?: readonly number[];
  /** Text in a refusal that tells of a key that is good but may not do this. */
  limitedBy?: string;
  /** Any answer will do: the address is what is tested. */
  isAddressOnly?: boolean;
}

type ProbeOf = (value: string, other: (...keys: string[]) => string | undefined) => Probe | { needs: string };

const json = { accept: "application/json" };
const bearer =
  (url: string, more: Partial<Probe> = {}): ProbeOf =>
  (value) => ({ url, headers: { ...json, authorization: `Bearer ${value}` }, ...more });
const header =
  (url: string, name: string, more: Partial<Probe> = {}): ProbeOf =>
  (value) => ({ url, headers: { ...json, [name]: value }, ...more });

const supabaseUrls = ["SUPABASE_URL", "NEXT_PUBLIC_SUPABASE_URL", "VITE_SUPABASE_URL", "PUBLIC_SUPABASE_URL"];
const supabaseKeys = [
  "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY",
  "SUPABASE_PUBLISHABLE_KEY",
  "NEXT_PUBLIC_SUPABASE_ANON_KEY",
  "SUPABASE_ANON_KEY",
];

const supabase: ProbeOf = (value, other) => {
  const url = other(...supabaseUrls);
  return url ? { url: join(url, "auth/v1/settings"), headers: { ...json, apikey: value } } : { needs: "SUPABASE_URL" };
};
const reach: ProbeOf = (value) => ({ url: value, headers: {}, isAddressOnly: true });

/** What is asked of each provider, by the id of the rule of its key. Sources: the providers' API references. */
export const providerProbes: ReadonlyMap<string, ProbeOf> = new Map<string, ProbeOf>([
  [
    "anthropic-api-key",
    (value) => ({
      url: "https://api.anthropic.com/v1/models?limit=1",
      headers: { ...json, "x-api-key": value, "anthropic-version": "2023-06-01" },
    }),
  ],
  [
    "openai-api-key",
    (value, other) => ({
      url: join(other("OPENAI_BASE_URL", "OPENAI_API_BASE") ?? "https://api.openai.com/v1", "models"),
      headers: { ...json, authorization: `Bearer ${value}` },
      limitedBy: "insufficient permissions",
    }),
  ],
  [
    "google-ai-api-key",
    header("https://generativelanguage.googleapis.com/v1beta/models?pageSize=1", "x-goog-api-key", {
      refused: [400, 401, 403],
    }),
  ],
  ["groq-api-key", bearer("https://api.groq.com/openai/v1/models")],
  ["mistral-api-key", bearer("https://api.mistral.ai/v1/models")],
  ["deepseek-api-key", bearer("https://api.deepseek.com/models")],
  ["xai-api-key", bearer("https://api.x.ai/v1/models", { refused: [400, 401, 403] })],
  ["openrouter-api-key", bearer("https://openrouter.ai/api/v1/key")],
  ["huggingface-token", bearer("https://huggingface.co/api/whoami-v2")],
  ["replicate-api-token", bearer("https://api.replicate.com/v1/account")],
  ["elevenlabs-api-key", header("https://api.elevenlabs.io/v1/models", "xi-api-key")],
  ["pinecone-api-key", header("https://api.pinecone.io/indexes", "api-key")],
  [
    "stripe-secret-key",
    bearer("https://api.stripe.com/v1/account", { limitedBy: "does not have the required permissions" }),
  ],
  ["github-token", bearer("https://api.github.com/user")],
  ["clerk-secret-key", bearer("https://api.clerk.com/v1/jwks")],
  ["workos-api-key", bearer("https://api.workos.com/organizations?limit=1")],
  ["resend-api-key", bearer("https://api.resend.com/domains", { limitedBy: "restricted_api_key" })],
  ["postmark-token", header("https://api.postmarkapp.com/server", "x-postmark-server-token")],
  ["sendgrid-api-key", bearer("https://api.sendgrid.com/v3/scopes")],
  ["polar-access-token", bearer("https://api.polar.sh/v1/organizations?limit=1", { limitedBy: "insufficient_scope" })],
  ["vercel-blob-token", bearer("https://blob.vercel-storage.com/?limit=1")],
  ["sentry-auth-token", bearer("https://sentry.io/api/0/organizations/")],
  ["supabase-publishable-key", supabase],
  ["supabase-secret-key", supabase],
  [
    "supabase-url",
    (value, other) => ({
      url: join(value, "auth/v1/settings"),
      headers: { ...json, apikey: other(...supabaseKeys) ?? "" },
      isAddressOnly: other(...supabaseKeys) === undefined,
    }),
  ],
  [
    "upstash-redis-url",
    (value, other) => {
      const token = other("UPSTASH_REDIS_REST_TOKEN", "KV_REST_API_TOKEN");
      if (!token) return { needs: "UPSTASH_REDIS_REST_TOKEN" };
      return { url: join(value, "ping"), headers: { authorization: `Bearer ${token}` } };
    },
  ],
  [
    "upstash-redis-token",
    (value, other) => {
      const url = other("UPSTASH_REDIS_REST_URL", "KV_REST_API_URL");
      if (!url) return { needs: "UPSTASH_REDIS_REST_URL" };
      return { url: join(url, "ping"), headers: { authorization: `Bearer ${value}` } };
    },
  ],
  ["ai-base-url", (value) => ({ url: join(value, "models"), headers: json, isAddressOnly: true })],
  ["s3-endpoint", reach],
  ["posthog-host", reach],
  ["otel-endpoint", reach],
  ["app-url", reach],
  ["url", reach],
]);

function join(base: string, path: string): string {
  return `${base.replace(/\/+$/, "")}/${path}`;
}
