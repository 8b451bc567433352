import { describe, expect, it } from "vitest";
import type { VariableSpec } from "@/modules/scaffold/schema";
import type { TargetPlatform } from "../schema";
import { checkEnvironment } from "./checks";

const secret = "Vb3kq0pT9xYw2mN5sD8fG1hJ4lZ7cA6e";
const spec = (key: string, more: Partial<VariableSpec> = {}): VariableSpec => ({
  key,
  kind: "secret",
  required: true,
  sensitive: true,
  public: false,
  source: "user",
  skippableLocally: false,
  description: `About ${key}.`,
  aliases: [],
  feature: "Sign-in",
  ...more,
});
const database = spec("DATABASE_URL", {
  kind: "url",
  source: "database",
  rule: "postgres-url",
  feature: "The database",
});
const authSecret = spec("AUTH_SECRET", { source: "generate", rule: "auth-secret", aliases: ["NEXTAUTH_SECRET"] });
const appUrl = spec("NEXT_PUBLIC_APP_URL", { kind: "url", source: "platform", public: true, sensitive: false });
const githubId = spec("AUTH_GITHUB_ID", {
  skippableLocally: true,
  kind: "string",
  sensitive: false,
  feature: "GitHub sign-in",
});
const githubSecret = spec("AUTH_GITHUB_SECRET", { skippableLocally: true, feature: "GitHub sign-in" });
const title = spec("APP_TITLE", { kind: "string", required: false, sensitive: false, feature: "The title" });

const check = (specs: VariableSpec[], values: Record<string, string>, platform: TargetPlatform = "local") => {
  const result = checkEnvironment({ specs, values, platform });
  return { ...result, of: (key: string) => result.variables.find((variable) => variable.key === key) };
};
const statusOf = (one: VariableSpec, value: string, platform: TargetPlatform = "local") =>
  check([one], { [one.key]: value }, platform).of(one.key)?.status;

describe("checkEnvironment", () => {
  it("needs nothing of a person on the local platform when everything can be filled or skipped", () => {
    const result = check([database, authSecret, appUrl, githubId, githubSecret, title], {});
    expect(result.valid).toBe(true);
    expect(result.variables.map(({ key, status }) => [key, status])).toEqual([
      ["DATABASE_URL", "provided"],
      ["AUTH_SECRET", "generated"],
      ["NEXT_PUBLIC_APP_URL", "provided"],
      ["AUTH_GITHUB_ID", "skipped"],
      ["AUTH_GITHUB_SECRET", "skipped"],
      ["APP_TITLE", "skipped"],
    ]);
    expect(result.of("AUTH_GITHUB_ID")?.message).toBe("Not set: GitHub sign-in is off until it is.");
  });

  it("asks for account keys and a database server elsewhere", () => {
    const result = check([database, authSecret, githubId], {}, "vercel");
    expect(result.valid).toBe(false);
    expect(result.of("DATABASE_URL")).toMatchObject({ status: "missing" });
    expect(result.of("DATABASE_URL")?.message).toContain("The database needs it on Vercel.");
    const here = { ...database, example: "postgres://app@localhost:5432/app" };
    const message = check([here], {}, "vercel").of("DATABASE_URL")?.message;
    expect(message).toContain("It looks like postgres://user:password@host");
    expect(result.of("AUTH_GITHUB_ID")?.status).toBe("missing");
    expect(result.of("AUTH_SECRET")?.status).toBe("generated");
  });

  it("does not count on a default that lives on this machine, nor call optional variables a missing feature", () => {
    expect(check([{ ...database, defaultValue: "pglite:./data" }], {}, "railway").variables[0]?.status).toBe("missing");
    expect(check([title], {}).variables[0]?.message).toBe("Not set, and not needed.");
    const model = check([{ ...title, defaultValue: "small" }], {}).variables[0];
    expect(model).toMatchObject({ status: "provided", message: "Not set; small is used." });
  });

  it("takes either form of a credential, and says when the second is half given", () => {
    const bearer = spec("AWS_BEARER_TOKEN_BEDROCK", { alternatives: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] });
    const pair = bearer.alternatives?.map((key) => spec(key, { required: false })) ?? [];
    const key = `ABSK${"aB3dE6gH9j".repeat(4)}`;
    const values = { AWS_ACCESS_KEY_ID: "AKIAABCDEFGHIJKLMNOP", AWS_SECRET_ACCESS_KEY: "aB3dE6gH9j".repeat(4) };
    const verdict = (given: Record<string, string>, platform: TargetPlatform = "vercel") =>
      check([bearer, ...pair], given, platform).variables[0];
    expect(check([bearer, ...pair], values, "vercel").valid).toBe(true);
    expect(check([bearer, ...pair], { AWS_BEARER_TOKEN_BEDROCK: key }, "vercel").valid).toBe(true);
    expect(verdict(values)).toMatchObject({
      status: "skipped",
      message: "Not needed: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY take its place.",
    });
    expect(verdict({ ...values, AWS_BEARER_TOKEN_BEDROCK: "" })?.status).toBe("skipped");
    expect(verdict({})).toMatchObject({ status: "missing" });
    expect(verdict({})?.message).toContain("or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead");
    const half = { AWS_ACCESS_KEY_ID: values.AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: "" };
    expect(verdict(half)).toMatchObject({
      status: "missing",
      message: "AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY. Set both, or this one.",
    });
    const localBearer = { ...bearer, skippableLocally: true };
    expect(check([localBearer, ...pair], half).variables[0]?.status).toBe("warning");
    expect(check([localBearer, ...pair], {}).variables[0]?.status).toBe("skipped");
  });

  it("reports the fields of the contract", () => {
    expect(check([{ ...database, example: "postgres://x" }], {}, "render").variables[0]).toEqual({
      key: "DATABASE_URL",
      required: true,
      sensitive: true,
      status: "missing",
      message: "The database needs it on Render. It looks like postgres://x.",
      description: "About DATABASE_URL.",
      example: "postgres://x",
      validation: "postgres://user:password@host:port/database, or pglite:<folder> on this machine",
    });
  });

  it.each([
    [" around", "error"],
    ["trailing\n", "error"],
    ["in side", "error"],
    ["changeme", "error"],
    ["your-api-key-here", "error"],
    ["<key>", "error"],
    ["xxxxx", "error"],
    ["sk-ant-...", "error"],
    ["sk_test_xxxxxxxx", "error"],
    ["a\0b", "error"],
    ["\uD800", "error"],
    ["a".repeat(65_537), "error"],
    ["rAnD0m-Value", "ok"],
    ["p{a}ss<w>ord[1]x", "ok"],
    ["pa$$w`ord#;'\"", "ok"],
  ])("a secret %j is %s", (value, status) => {
    expect(statusOf(spec("SOME_KEY"), value)).toBe(status);
  });

  it.each([
    ["postgres://u:[YOUR-PASSWORD]@h.example/d", true],
    ["YOUR_API_KEY", true],
    ["sk-your-key-here", true],
    ["Your shop", false],
    ["Enter the shop", false],
    ["Loading ...", false],
    ["none", false],
    ["{user1}x", false],
  ])("text %j as placeholder: %s", (value, isPlaceholder) => {
    const message = check([title], { APP_TITLE: value }).of("APP_TITLE")?.message;
    expect(message?.includes("placeholder")).toBe(isPlaceholder);
  });

  it("lets text hold spaces and a private key hold lines", () => {
    expect(statusOf(title, "My shop")).toBe("ok");
    expect(statusOf(spec("SIGNING_KEY"), "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n")).toBe("ok");
  });

  it("refuses the example of a secret as its value, unless any text would do", () => {
    expect(statusOf(spec("SOME_KEY", { example: "sk-local", required: false }), "sk-local")).toBe("ok");
    expect(statusOf(spec("SOME_KEY", { example: "sk-abc-123" }), "sk-abc-123")).toBe("error");
  });

  it.each([
    ["port", "0"],
    ["port", "65536"],
    ["port", "80a"],
    ["number", "1e3x"],
    ["boolean", "yes"],
    ["email", "me"],
    ["url", "app.example.com"],
    ["url", "ftp://app.example.com"],
  ] as const)("a %s is not %s", (kind, value) => {
    expect(statusOf(spec("SETTING", { kind }), value)).toBe("error");
  });

  it.each([
    ["sb_secret_abc"],
    ["sk_live_abcdefghijk"],
    [`sk-ant-api03-${"a".repeat(90)}`],
    ["postgres://u:p@h/d"],
    ["https://user:password1@h.example"],
    ["ghp_0123456789"],
  ])("a secret in a public variable is refused: %s", (value) => {
    expect(statusOf(spec("NEXT_PUBLIC_KEY", { kind: "string", public: true }), value)).toBe("error");
    expect(check([], { VITE_KEY: value }).of("VITE_KEY")?.status).toBe("error");
    expect(check([], { SERVER_KEY: value }).of("SERVER_KEY")?.status).toBe("ok");
  });

  it("only warns about prefixes and lengths", () => {
    const result = check([spec("ANTHROPIC_API_KEY", { rule: "anthropic-api-key" })], {
      ANTHROPIC_API_KEY: "new-format-123",
    });
    expect(result.valid).toBe(true);
    expect(result.variables[0]?.status).toBe("warning");
  });

  it("accepts an old name and says so, and the current name wins", () => {
    const old = check([authSecret], { NEXTAUTH_SECRET: secret });
    expect(old.of("AUTH_SECRET")).toMatchObject({
      status: "ok",
      message: "NEXTAUTH_SECRET is the old name of AUTH_SECRET; its value is used.",
    });
    expect(old.variables).toHaveLength(1);
    const short = check([authSecret], { NEXTAUTH_SECRET: "short" });
    expect(short.valid).toBe(false);
    const both = check([authSecret], { NEXTAUTH_SECRET: "x", AUTH_SECRET: secret });
    expect(both.of("AUTH_SECRET")?.status).toBe("ok");
    expect(both.of("NEXTAUTH_SECRET")?.status).toBe("warning");
  });

  it("replaces a localhost address by the one the app will have", () => {
    expect(check([appUrl], { NEXT_PUBLIC_APP_URL: "http://localhost:3000" }, "vercel").variables[0]).toMatchObject({
      status: "provided",
    });
    expect(statusOf(appUrl, "https://shop.example")).toBe("ok");
  });

  it("takes Railway's reference to another service on Railway, and nowhere else", () => {
    const value = { DATABASE_URL: `${"$"}{{Postgres.DATABASE_URL}}` };
    expect(check([database], value, "railway").of("DATABASE_URL")?.status).toBe("ok");
    expect(check([database], value, "render").of("DATABASE_URL")?.status).toBe("error");
    expect(check([database], { DATABASE_URL: `${"$"}{{Postgres}}` }, "railway").of("DATABASE_URL")?.status).toBe(
      "error",
    );
  });

  it("treats empty text as a value, but not of a required variable", () => {
    expect(statusOf(title, "")).toBe("ok");
    expect(statusOf(authSecret, "")).toBe("generated");
    expect(statusOf(database, "")).toBe("provided");
    expect(statusOf(spec("SOME_KEY"), "")).toBe("missing");
    expect(statusOf(githubId, "")).toBe("skipped");
  });

  it("says which half of a pair is missing", () => {
    const result = check([githubId, githubSecret], { AUTH_GITHUB_ID: "Ov23liAbCdEfGhIjKlMn" });
    expect(result.of("AUTH_GITHUB_SECRET")).toMatchObject({ status: "warning" });
    expect(result.of("AUTH_GITHUB_SECRET")?.message).toContain("AUTH_GITHUB_ID is set without it.");
  });

  it.each([
    "NODE_OPTIONS",
    "LD_PRELOAD",
    "PATH",
    "npm_config_registry",
    "NPM_CONFIG_IGNORE_SCRIPTS",
    "DYLD_INSERT_LIBRARIES",
    "BASH_ENV",
  ])("%s is refused on this machine and warned about elsewhere", (key) => {
    expect(check([], { [key]: "x1" }).of(key)?.status).toBe("error");
    expect(check([], { [key]: "x1" }, "railway").of(key)?.status).toBe("warning");
  });

  it("names typing mistakes and leaves other extra variables alone", () => {
    const result = check([authSecret, database], {
      AUTH_SERCET: secret,
      DATABSE_URL: "postgres://h/d",
      FEATURE_FLAG: "1",
      PORT: "1",
    });
    expect(result.of("AUTH_SERCET")?.message).toContain("Did you mean AUTH_SECRET?");
    expect(result.of("DATABSE_URL")?.message).toContain("Did you mean DATABASE_URL?");
    expect(result.of("FEATURE_FLAG")).toMatchObject({ status: "ok" });
    expect(result.of("PORT")?.message).toBe("Berth sets PORT itself; leave it out.");
    expect(result.valid).toBe(true);
  });

  it("is not confused by names that objects inherit", () => {
    const hostile = JSON.parse('{"__proto__":"x","constructor":"x","toString":"x","bad name":"x"}');
    const result = check([spec("valueOf")], hostile);
    expect(result.of("valueOf")?.status).toBe("missing");
    expect(result.of("__proto__")?.status).toBe("error");
    expect(result.of("constructor")?.status).toBe("error");
    expect(result.of("toString")?.status).toBe("warning");
    expect(result.of("bad name")?.status).toBe("error");
  });

  it("stays fast on hostile values", () => {
    const started = performance.now();
    for (const text of ["x", "-x", "_", "<", "[a", "your-", ".", "a ", "eyJ.", "{}", "a@", "1"]) {
      const value = text.repeat(Math.floor(65_000 / text.length));
      check([title, appUrl, database, spec("MAIL", { kind: "email" })], {
        APP_TITLE: value,
        MAIL: value,
        DATABASE_URL: value,
        EXTRA: value,
      });
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("never repeats a secret in a message", () => {
    const values = {
      AUTH_SECRET: "hunter2-hunter2",
      ANTHROPIC_API_KEY: "hunter2-hunter2",
      NEXT_PUBLIC_X: "sk_live_hunter2hunter2",
    };
    expect(JSON.stringify(check([authSecret, spec("ANTHROPIC_API_KEY")], values))).not.toContain("hunter2");
  });
});
