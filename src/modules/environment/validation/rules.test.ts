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
  "clerk-publishable-key": { pass: ["pk_test_Y2xlcms"], block: ["sk_test_Y2xlcms"], warn: ["pk_Y2xlcms"] },
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
};

describe("provider rules", () => {
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
