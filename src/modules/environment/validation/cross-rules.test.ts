import { describe, expect, it } from "vitest";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { checkEnvironment, type EnvironmentInput } from "./checks";
import { crossRules, findTogether } from "./cross-rules";
import { parseJwt } from "./values";

type Given = Partial<Omit<EnvironmentInput, "values">>;
const spec = (key: string, more: Partial<VariableSpec> = {}): VariableSpec => ({
  key,
  kind: "string",
  required: true,
  sensitive: false,
  public: false,
  source: "user",
  skippableLocally: false,
  description: "",
  aliases: [],
  feature: "Sign-in",
  ...more,
});
const jwt = (claims: object) => `${part({ alg: "HS256" })}.${part(claims)}.c2ln`;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const live = "sk_live_AbCdEfGhIjKlMnOp";
const test = "sk_test_AbCdEfGhIjKlMnOp";
const production: Given = { platform: "vercel", environment: "production" };

/** Per rule: settings it speaks of, with the variables it names, and near misses it lets be. */
const vectors: Record<
  string,
  { fail: [Record<string, string>, string[], Given?][]; pass: [Record<string, string>, Given?][] }
> = {
  "pair-half-set": {
    fail: [
      [{ GITHUB_CLIENT_ID: "a" }, ["GITHUB_CLIENT_ID"]],
      [{ AUTH_DISCORD_SECRET: "a" }, ["AUTH_DISCORD_SECRET"]],
      [{ UPSTASH_REDIS_REST_URL: "https://x.upstash.io", UPSTASH_REDIS_REST_TOKEN: "" }, ["UPSTASH_REDIS_REST_URL"]],
    ],
    pass: [
      [{ GITHUB_CLIENT_ID: "a", GITHUB_CLIENT_SECRET: "b" }],
      [{ GITHUB_CLIENT_ID: "" }],
      [{ AUTH_SECRET: "a", ORDER_ID: "1", GITHUB_CLIENT_ID: "a" }, { specs: [spec("GITHUB_CLIENT_ID")] }],
    ],
  },
  "oauth-callback": {
    fail: [
      [{ GITHUB_CALLBACK_URL: "https://old.example/cb" }, ["GITHUB_CALLBACK_URL"], { address: "https://shop.example" }],
      [{ OAUTH_REDIRECT_URI: "http://shop.example/cb" }, ["OAUTH_REDIRECT_URI"], production],
      [{ GITHUB_CLIENT_ID: "a", GITHUB_CLIENT_SECRET: "b" }, ["GITHUB_CLIENT_ID"], { specs: [spec("AUTH_URL")] }],
    ],
    pass: [
      [{ GITHUB_CALLBACK_URL: "https://shop.example/cb" }, { address: "https://shop.example" }],
      [{ GITHUB_CALLBACK_URL: "https://shop.example/cb" }],
      [{ GITHUB_CLIENT_ID: "a" }, { specs: [spec("AUTH_URL", { source: "platform" })] }],
    ],
  },
  "auth-url-domain": {
    fail: [
      [{ AUTH_URL: "https://other.example" }, ["AUTH_URL"], { address: "https://shop.example" }],
      [{ BETTER_AUTH_URL: "https://a.example", NEXT_PUBLIC_APP_URL: "https://b.example" }, ["BETTER_AUTH_URL"]],
      [{ NEXTAUTH_URL: "https://www.shop.example" }, ["NEXTAUTH_URL"], { address: "https://shop.example" }],
    ],
    pass: [
      [{ AUTH_URL: "https://shop.example/api/auth" }, { address: "https://shop.example" }],
      [{ AUTH_URL: "http://localhost:3000" }, { address: "https://shop.example" }],
      [{ AUTH_URL: "https://shop.example" }, { address: "http://shop.localhost:3000" }],
      [{ AUTH_URL: "not an address" }, { address: "https://shop.example" }],
    ],
  },
  "public-name-of-secret": {
    fail: [
      [{ NEXT_PUBLIC_STRIPE_SECRET_KEY: "a" }, ["NEXT_PUBLIC_STRIPE_SECRET_KEY"]],
      [{ VITE_DB_PASSWORD: "a" }, ["VITE_DB_PASSWORD"]],
    ],
    pass: [[{ STRIPE_SECRET_KEY: "a" }], [{ NEXT_PUBLIC_SECRETS_PAGE: "a" }], [{ NEXT_PUBLIC_X_SECRET: "" }]],
  },
  "key-mode": {
    fail: [
      [{ STRIPE_SECRET_KEY: live }, ["STRIPE_SECRET_KEY"], { environment: "staging" }],
      [{ STRIPE_SECRET_KEY: test }, ["STRIPE_SECRET_KEY"], production],
      [
        { STRIPE_SECRET_KEY: live, STRIPE_PUBLISHABLE_KEY: "pk_test_AbCd" },
        ["STRIPE_PUBLISHABLE_KEY", "STRIPE_SECRET_KEY"],
      ],
    ],
    pass: [
      [{ STRIPE_SECRET_KEY: live }, production],
      [{ STRIPE_SECRET_KEY: test }, { environment: "staging" }],
      [{ STRIPE_SECRET_KEY: test }, { environment: "production", platform: "local" }],
      [{ STRIPE_SECRET_KEY: live }],
      [{ STRIPE_SECRET_KEY: live, CLERK_SECRET_KEY: test }],
    ],
  },
  "localhost-elsewhere": {
    fail: [
      [{ API_URL: "http://localhost:4000" }, ["API_URL"], production],
      [{ QUEUE: "amqp://127.0.0.1" }, ["QUEUE"], { platform: "render" }],
    ],
    pass: [
      [{ API_URL: "http://localhost:4000" }],
      [{ API_URL: "https://localhost.example.com" }, production],
      [{ APP: "http://localhost:3000" }, { ...production, specs: [spec("APP", { source: "platform" })] }],
    ],
  },
  "supabase-project": {
    fail: [
      [{ SUPABASE_URL: "https://abc.supabase.co", SUPABASE_ANON_KEY: jwt({ ref: "xyz" }) }, ["SUPABASE_ANON_KEY"]],
    ],
    pass: [
      [{ SUPABASE_URL: "https://abc.supabase.co", SUPABASE_ANON_KEY: jwt({ ref: "abc" }) }],
      [{ SUPABASE_URL: "https://db.example.com", SUPABASE_ANON_KEY: jwt({ ref: "xyz" }) }],
      [{ SUPABASE_URL: "https://abc.supabase.co", SUPABASE_ANON_KEY: "sb_publishable_a" }],
    ],
  },
  "vercel-total": {
    fail: [[{ A: "a".repeat(40_000), B: "b".repeat(30_000) }, ["A"], production]],
    pass: [
      [{ A: "a".repeat(65_000) }, production],
      [{ A: "a".repeat(40_000), B: "b".repeat(30_000) }, { platform: "railway" }],
    ],
  },
};

describe("rules over several variables", () => {
  it("all have vectors", () => {
    expect(crossRules.map(({ id }) => id).sort()).toEqual(Object.keys(vectors).sort());
    expect(parseJwt(jwt({ ref: "abc" }))?.ref).toBe("abc");
  });

  const found = (id: string, values: Record<string, string>, given: Given = {}) => {
    const setting = { specs: [], platform: "local" as const, ...given, given: new Map(Object.entries(values)) };
    const rule = crossRules.find((each) => each.id === id);
    return (rule?.find(setting) ?? []).map(({ key }) => key).sort();
  };
  for (const [id, { fail, pass }] of Object.entries(vectors)) {
    it(`${id}: speaks up and lets near misses be`, () => {
      for (const [values, keys, given] of fail) expect([values, found(id, values, given)]).toEqual([values, keys]);
      for (const [values, given] of pass) expect([values, found(id, values, given)]).toEqual([values, []]);
    });
  }

  it("reach the lines of a check without hiding what blocks", () => {
    const values = { STRIPE_SECRET_KEY: live, NEXT_PUBLIC_STRIPE_SECRET_KEY: live };
    const result = checkEnvironment({ specs: [], platform: "vercel", environment: "staging", values });
    const line = (key: string) => result.variables.find((each) => each.key === key);
    expect(line("STRIPE_SECRET_KEY")).toMatchObject({ status: "warning" });
    expect(line("STRIPE_SECRET_KEY")?.message).toContain("live key in the environment staging");
    expect(line("NEXT_PUBLIC_STRIPE_SECRET_KEY")).toMatchObject({ status: "error" });
    expect(JSON.stringify(result)).not.toContain(live);
  });

  it("stay fast on many variables and long values", () => {
    const started = performance.now();
    const many = Array.from({ length: 1_000 }, (_, index) => [`KEY_${index}_CLIENT_ID`, "a".repeat(1_000)] as const);
    findTogether({ specs: [], platform: "vercel", environment: "staging", given: new Map(many) });
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe("variables a platform supplies", () => {
  const check = (key: string, platform: EnvironmentInput["platform"], values = {}) =>
    checkEnvironment({ specs: [spec(key)], platform, values }).variables[0];

  it.each([
    ["VERCEL_URL", "vercel"],
    ["RAILWAY_PUBLIC_DOMAIN", "railway"],
    ["RENDER_EXTERNAL_URL", "render"],
  ] as const)("%s is not asked for on %s", (key, platform) => {
    expect(check(key, platform)).toMatchObject({ status: "provided" });
    expect(check(key, "local")).toMatchObject({ status: "skipped" });
    expect(check(key, platform, { [key]: "x.example" })).toMatchObject({ status: "warning" });
  });

  it("are not those that only sound like them", () => {
    expect(check("VERCEL_TOKEN", "vercel")?.status).toBe("missing");
    expect(check("RENDER_API_KEY", "render")?.status).toBe("missing");
  });
});
