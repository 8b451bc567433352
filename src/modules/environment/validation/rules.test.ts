import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { checkRule, providerRules, ruleFor } from "./rules";

const hex40 = "0123456789abcdef0123456789abcdef01234567";
const tail = "aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0z".repeat(4);
const jwt = (claims: object) => `${encode({ alg: "HS256" })}.${encode(claims)}.c2lnbmF0dXJl`;

/** Per rule: values that pass, values that are blocked, and near misses that only warn. */
const vectors: Record<string, { pass: string[]; block: string[]; warn: string[] }> = {
  "postgres-url": {
    pass: [
      "postgres://u:p@db.example.net:5432/app",
      "postgresql://u@db.example.net/app?sslmode=require",
      "postgres://u:p%23w@localhost/app",
      "postgres:///app?host=/tmp",
      "pglite:./data",
    ],
    block: [
      "mysql://u:p@h/app",
      "postgres://u:p@db.example.net:5432",
      "postgres://u:p@db.example.net/",
      "postgres://u:p#w@db.example.net/app",
      "postgres:///app",
      "postgres",
      "pglite:",
      "https://db.example.net/app",
    ],
    warn: [],
  },
  "sqlite-url": {
    pass: [
      "file:./data/app.db",
      "file:///srv/app.db",
      "libsql://app-me.turso.io",
      "https://app-me.turso.io",
      "wss://h",
    ],
    block: [
      "./data/app.db",
      "data.db",
      "file:",
      "file::memory:",
      "file:?cache=shared",
      ":memory:",
      "libsql://",
      "postgres://u:p@db.example.net/app",
      "pglite:./data",
    ],
    warn: [],
  },
  "mongodb-url": {
    pass: ["mongodb://h/app", "mongodb+srv://u:p@c.example.net/app", "mongodb://a:1,b:2/app"],
    block: ["http://h/app", "mongodb://", "mongodb:h"],
    warn: ["mongodb://h", "mongodb://h/?x=1"],
  },
  "redis-url": { pass: ["redis://h:6379", "rediss://default:p@h"], block: ["http://h", "redis://", "redis"], warn: [] },
  "upstash-redis-url": {
    pass: ["https://eu1-calm-gull-12345.upstash.io", "http://localhost:8079"],
    block: ["rediss://default:p@eu1-calm-gull-12345.upstash.io:6379", "eu1-calm-gull-12345.upstash.io", "https://"],
    warn: [],
  },
  "upstash-redis-token": {
    pass: ["AXyzASQgN2M2ZjU0LTk4"],
    block: ["https://eu1-calm-gull-12345.upstash.io", "Bearer AXyzASQgN2M2ZjU0LTk4"],
    warn: [],
  },
  "smtp-url": {
    pass: ["smtps://user:p%40ss@smtp.example.com:465", "smtp://localhost:1025"],
    block: ["smtp.example.com", "https://smtp.example.com", "smtp://", "smtp://user:p#w@smtp.example.com"],
    warn: [],
  },
  "email-sender": {
    pass: ["hello@example.com", "Shop <hello@example.com>", "<hello@example.com>"],
    block: ["Shop", "hello@", "Shop <hello>", "a@example.com, b@example.com", "Shop hello@example.com"],
    warn: [],
  },
  "auth-secret": {
    pass: ["Vb3kq0pT9xYw2mN5sD8fG1hJ4lZ7cA6e"],
    block: ["Vb3kq0pT9xYw2mN5sD8fG1hJ4lZ7cA6", "a".repeat(1_025)],
    warn: ["abcabcabcabcabcabcabcabcabcabcabc"],
  },
  url: {
    pass: ["https://x.example", "http://localhost:3000/p?q=1"],
    block: ["x.example", "ftp://x.example", "https://", "javascript:alert(1)", "https//x.example"],
    warn: [],
  },
  "app-url": {
    pass: ["https://x.example", "http://localhost:3000/p?q=1"],
    block: ["x.example", "ftp://x.example", "https://", "javascript:alert(1)", "https//x.example"],
    warn: [],
  },
  jwt: {
    pass: [jwt({ sub: "1" })],
    block: [
      "a.b",
      "a.b.c",
      `${jwt({})}.x`,
      `${encode({ alg: "x" })}.bm90IGpzb24.c2ln`,
      "eyJ.eyJ.",
      `${encode([1])}.${encode({})}.x`,
    ],
    warn: [],
  },
  "github-client-id": {
    pass: ["Ov23liAbCdEfGhIjKlMn", "Iv1.0123456789abcdef", hex40.slice(0, 20)],
    block: [],
    warn: ["me@example.com"],
  },
  "github-client-secret": { pass: [hex40], block: [], warn: [hex40.slice(1), `ghp_${tail}`, hex40.toUpperCase()] },
  "google-client-id": { pass: ["12-a.apps.googleusercontent.com"], block: [], warn: ["12-a.googleusercontent.com"] },
  "google-client-secret": { pass: ["GOCSPX-abc"], block: [], warn: ["gocspx-abc"] },
  "clerk-publishable-key": {
    pass: [`pk_test_${btoa("clerk.example.com$")}`],
    block: ["sk_test_Y2xlcms"],
    warn: ["pk_Y2xlcms", "pk_test_Y2xlcms", "pk_live_Y"],
  },
  "clerk-secret-key": { pass: ["sk_live_abc"], block: ["pk_live_abc"], warn: ["sk_abc"] },
  "anthropic-api-key": {
    pass: [`sk-ant-api03-${tail.slice(0, 95)}`],
    block: [`sk-ant-${"a".repeat(5_000)}`],
    warn: ["sk-ant-short", `sk-${tail}`],
  },
  "openai-api-key": {
    pass: [`sk-${tail.slice(0, 48)}`, `sk-proj-${tail}`],
    block: [],
    warn: ["sk-short", `sk-ant-${tail}`, tail],
  },
  "google-ai-api-key": {
    pass: [`AIza${tail.slice(0, 35)}`],
    block: [],
    warn: [`AIza${tail.slice(0, 34)}`, tail.slice(0, 39)],
  },
  "groq-api-key": { pass: ["gsk_abc"], block: [], warn: ["sk_abc"] },
  "huggingface-token": { pass: ["hf_abc"], block: [], warn: ["hf-abc"] },
  "aws-access-key-id": { pass: ["AKIAIOSFODNN7ABCDEFG"], block: [], warn: ["AKIAIOSFODNN7abcdefg", "AKIA"] },
  "aws-secret-access-key": { pass: [tail.slice(0, 40)], block: [], warn: [tail.slice(0, 39)] },
  "bedrock-api-key": {
    pass: [`ABSK${tail}`, `bedrock-api-key-${tail}`],
    block: [],
    warn: ["AKIAABCDEFGHIJKLMNOP", tail],
  },
  "aws-region": {
    pass: ["us-east-1", "ap-southeast-2", "us-gov-west-1"],
    block: ["US-EAST-1", "us east 1", ""],
    warn: ["frankfurt", "us-east"],
  },
  "supabase-url": { pass: ["https://abc.supabase.co"], block: ["abc.supabase.co"], warn: [] },
  "supabase-publishable-key": {
    pass: ["sb_publishable_abc", jwt({ role: "anon" })],
    block: ["sb_secret_abc", jwt({ role: "service_role" }), "eyJhbGciOi"],
    warn: ["publishable"],
  },
  "supabase-secret-key": {
    pass: ["sb_secret_abc", jwt({ role: "service_role" })],
    block: ["sb_publishable_abc", jwt({ role: "anon" }), "eyJ.a.b"],
    warn: ["secret_abc"],
  },
  "stripe-secret-key": { pass: ["sk_test_abc", "rk_live_abc"], block: ["pk_test_abc"], warn: ["sk_abc"] },
  "stripe-publishable-key": { pass: ["pk_live_abc"], block: ["sk_live_abc", "rk_test_abc"], warn: ["pk_abc"] },
  "stripe-webhook-secret": { pass: ["whsec_abc"], block: [], warn: ["we_abc"] },
  "resend-api-key": { pass: ["re_abc"], block: [], warn: ["re-abc"] },
  "github-token": { pass: ["ghp_abc", "github_pat_abc"], block: [], warn: ["gh_abc"] },
  "postgres-direct-url": {
    pass: ["postgres://u:p@db.example.net:5432/app", "pglite:./data"],
    block: ["postgres://u:p@db.example.net", "mysql://u:p@h/app"],
    warn: [
      "postgres://u:p@ep-x-pooler.eu.example/app",
      "postgres://u:p@h:6543/app",
      "postgres://u:p@h/a?pgbouncer=true",
    ],
  },
  "mysql-url": {
    pass: ["mysql://u:p@h:3306/app", "mariadb://h/app"],
    block: ["mysql://u:p@h", "postgres://u:p@h/app", "mysql://u:p#w@h/app"],
    warn: [],
  },
  "turso-auth-token": { pass: [jwt({ a: "rw" })], block: ["libsql://app.turso.io", "eyJ.a.b"], warn: ["token"] },
  "qstash-token": { pass: ["eyJVc2VySUQ"], block: [], warn: ["VXNlcklE"] },
  "oauth-callback": { pass: ["https://x.example/cb"], block: ["x.example/cb", "/api/auth/callback"], warn: [] },
  "discord-client-id": { pass: ["1".repeat(18)], block: [], warn: ["1".repeat(16), "shop"] },
  "clerk-webhook-secret": { pass: ["whsec_abc"], block: [], warn: ["wh_abc"] },
  "auth0-domain": {
    pass: ["example.eu.auth0.com", "https://example.auth0.com", "https://login.example.com/"],
    block: ["example", "http://example.auth0.com", "https://example.auth0.com/authorize"],
    warn: [],
  },
  "workos-api-key": { pass: ["sk_test_abc"], block: ["client_abc"], warn: ["key_abc"] },
  "ai-base-url": {
    pass: ["https://h.example/v1", "http://localhost:11434/v1"],
    block: ["h.example/v1", "ftp://h.example"],
    warn: ["https://h.example/v1/chat/completions", "https://h.example/v1/messages/"],
  },
  "mistral-api-key": { pass: [tail.slice(0, 32)], block: [], warn: [tail.slice(0, 31)] },
  "deepseek-api-key": { pass: ["sk-abc"], block: [], warn: ["abc", "sk-ant-abc"] },
  "xai-api-key": { pass: ["xai-abc"], block: [], warn: ["xai_abc"] },
  "openrouter-api-key": { pass: ["sk-or-v1-abc"], block: [], warn: ["sk-abc"] },
  "replicate-api-token": { pass: ["r8_abc"], block: [], warn: ["r9_abc"] },
  "perplexity-api-key": { pass: ["pplx-abc"], block: [], warn: ["pplx_abc"] },
  "elevenlabs-api-key": { pass: ["sk_abc"], block: [], warn: ["sk-abc"] },
  "tavily-api-key": { pass: ["tvly-abc"], block: [], warn: ["tvly_abc"] },
  "pinecone-api-key": { pass: ["pcsk_abc"], block: [], warn: ["pc_abc"] },
  "bucket-name": { pass: ["app-uploads"], block: ["s3://app-uploads", "app/uploads"], warn: ["ab", "App-Uploads"] },
  "s3-endpoint": { pass: ["https://s3.example.com"], block: ["s3.example.com", "s3://bucket"], warn: [] },
  "r2-account-id": { pass: [hex40.slice(0, 32)], block: [], warn: [hex40.slice(0, 31)] },
  "r2-access-key-id": { pass: [hex40.slice(0, 32)], block: [], warn: [hex40.slice(0, 33)] },
  "r2-secret-access-key": { pass: [`${hex40}${hex40}`.slice(0, 64)], block: [], warn: [hex40] },
  "s3-access-key-id": { pass: ["AKIAABCDEFGHIJKLMNOP"], block: [], warn: ["AKIA"] },
  "s3-secret-access-key": { pass: [tail.slice(0, 40)], block: [], warn: ["AKIAABCDEFGHIJKLMNOP", tail.slice(0, 31)] },
  "vercel-blob-token": { pass: ["vercel_blob_rw_abc"], block: [], warn: ["vercel_blob_abc"] },
  "uploadthing-token": { pass: ["eyJhcGk"], block: [], warn: ["sk_live_abc"] },
  "cloudinary-url": {
    pass: ["cloudinary://1:abc@example"],
    block: ["https://cloudinary.com", "cloudinary://example", "cloudinary://1@example"],
    warn: [],
  },
  "supabase-jwt-secret": { pass: [tail.slice(0, 32)], block: [jwt({ role: "anon" })], warn: [tail.slice(0, 31)] },
  "smtp-host": {
    pass: ["smtp.example.com", "localhost", "192.0.2.1"],
    block: ["smtp://smtp.example.com", "smtp.example.com:587", "smtp.example.com/x"],
    warn: [],
  },
  "smtp-port": { pass: ["465", "2525"], block: ["0", "65536", "587a"], warn: ["25"] },
  "postmark-token": { pass: ["01234567-89ab-cdef-0123-456789abcdef"], block: [], warn: ["0123456789abcdef"] },
  "sendgrid-api-key": {
    pass: [`SG.${tail.slice(0, 22)}.${tail.slice(0, 43)}`],
    block: [],
    warn: ["SG.abc", `SG.${tail.slice(0, 22)}.${tail.slice(0, 42)}`],
  },
  "mailgun-api-key": { pass: [`key-${hex40}`], block: [`pubkey-${hex40}`], warn: ["key-abc"] },
  "stripe-price-id": { pass: ["price_abc"], block: ["prod_abc"], warn: ["plan_abc"] },
  "polar-access-token": { pass: ["polar_oat_abc"], block: [], warn: ["polar_abc"] },
  "paddle-api-key": { pass: ["pdl_live_apikey_abc"], block: [], warn: ["live_abc"] },
  "sentry-dsn": {
    pass: ["https://abc@o1.ingest.sentry.io/45", "https://abc@sentry.example.com/path/7"],
    block: ["sntrys_abc", "https://o1.ingest.sentry.io/45", "https://abc:def@o1.ingest.sentry.io/45", "abc"],
    warn: ["https://abc@o1.ingest.sentry.io", "https://abc@o1.ingest.sentry.io/shop"],
  },
  "sentry-auth-token": { pass: ["sntrys_abc"], block: ["https://abc@o1.ingest.sentry.io/45"], warn: ["abc"] },
  "posthog-key": { pass: ["phc_abc"], block: ["phx_abc"], warn: ["abc"] },
  "posthog-host": { pass: ["https://eu.i.posthog.com"], block: ["eu.i.posthog.com"], warn: [] },
  "otel-endpoint": { pass: ["http://localhost:4318"], block: ["localhost:4318", "grpc://h:4317"], warn: [] },
  "otel-headers": { pass: ["a=b", "x-key=1,y=Basic%20z"], block: ["a", "a=b,c", "=b"], warn: [] },
  "otel-protocol": { pass: ["grpc", "http/protobuf"], block: ["http", "GRPC"], warn: [] },
  "langfuse-secret-key": { pass: ["sk-lf-abc"], block: ["pk-lf-abc"], warn: ["sk-abc"] },
  "langfuse-public-key": { pass: ["pk-lf-abc"], block: ["sk-lf-abc"], warn: ["pk-abc"] },
  "axiom-token": { pass: ["xaat-abc"], block: [], warn: ["xat-abc"] },
};

describe("provider rules", () => {
  it("are written in the syntax of RE2, which has no backtracking", () => {
    const all = [...providerRules.values()].flatMap(({ expectations, remote = [] }) => [...expectations, ...remote]);
    const patterns = all.flatMap(({ matches }) => (matches instanceof RegExp ? [matches.source] : []));
    expect(patterns.length).toBeGreaterThan(10);
    for (const pattern of patterns) expect(() => RE2JS.compile(pattern), pattern).not.toThrow();
  });

  it("only warn about prefixes and lengths of keys, which vendors change", () => {
    for (const { id, example, keys } of providerRules.values()) {
      const isVendorKey = / (key|token)/.test(` ${id.replaceAll("-", " ")}`) && keys.length > 0;
      if (isVendorKey && id !== "upstash-redis-token")
        expect([id, checkRule(rule(id), `new${example}9`, false)?.level]).not.toEqual([id, "block"]);
    }
  });

  it("say whose value it is, and accept their own example", () => {
    for (const each of providerRules.values()) {
      expect(each.provider).not.toBe("");
      if (each.docs) expect(each.docs).toMatch(/^https:/);
      if (!["auth-secret", "supabase-jwt-secret"].includes(each.id))
        expect([each.id, checkRule(each, each.example, true)?.level]).not.toEqual([each.id, "block"]);
    }
  });
  it("all have vectors", () => {
    expect([...providerRules.keys()].sort()).toEqual(Object.keys(vectors).sort());
  });

  for (const [id, { pass, block, warn }] of Object.entries(vectors)) {
    const level = (value: string) => checkRule(rule(id), value, false)?.level;
    it(`${id}: passes, blocks, warns`, () => {
      for (const value of pass) expect([value, level(value)]).toEqual([value, undefined]);
      for (const value of block) expect([value, level(value)]).toEqual([value, "block"]);
      for (const value of warn) expect([value, level(value)]).toEqual([value, "warn"]);
    });
  }

  it.each([
    ["postgres-url", "pglite:./data"],
    ["postgres-url", "postgres://u:p@localhost/app"],
    ["postgres-url", "postgres://u:p@127.0.0.1:5432/app"],
    ["postgres-url", "postgres://u:p@[::1]/app"],
    ["postgres-url", "postgres:///app?host=/tmp"],
    ["redis-url", "redis://localhost:6379"],
    ["mongodb-url", "mongodb://localhost/app"],
    ["upstash-redis-url", "http://localhost:8079"],
    ["smtp-url", "smtp://localhost:1025"],
    ["supabase-url", "http://127.0.0.1:54321"],
  ])("%s: %s works only on this machine", (id, value) => {
    expect(checkRule(rule(id), value, false)).toBeUndefined();
    expect(checkRule(rule(id), value, true)?.level).toBe("block");
  });

  it("sqlite-url: a file elsewhere needs a disk that stays, and a server there is not this machine", () => {
    expect(checkRule(rule("sqlite-url"), "file:./data/app.db", true)?.level).toBe("warn");
    expect(checkRule(rule("sqlite-url"), "libsql://app-me.turso.io", true)).toBeUndefined();
    expect(checkRule(rule("sqlite-url"), "http://127.0.0.1:8080", true)?.level).toBe("block");
  });

  it("are found by id first, then by the name of the variable", () => {
    expect(ruleFor("DATABASE_URL")?.id).toBe("postgres-url");
    expect(ruleFor("DATABASE_URL", "url")?.id).toBe("url");
    expect(ruleFor("DATABASE_URL", "no-such-rule")?.id).toBe("postgres-url");
    expect(ruleFor("toString")).toBeUndefined();
  });

  it("block what is over the maximum of a rule", () => {
    for (const each of providerRules.values()) {
      expect(checkRule(each, "x".repeat(each.maxLength + 1), false)).toMatchObject({ level: "block" });
    }
  });

  it("stay fast on a hostile value", () => {
    const started = performance.now();
    for (const each of providerRules.values()) {
      const endless = { ...each, maxLength: Number.POSITIVE_INFINITY };
      for (const text of ["a", "a.", "eyJ.", "-", "x/", "postgres://", "mongodb://h/"])
        checkRule(endless, text.repeat(60_000), true);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

function rule(id: string) {
  const found = providerRules.get(id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
