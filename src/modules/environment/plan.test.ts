import { describe, expect, it } from "vitest";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { findUnmetDatabase, generateSecret, planValues } from "./plan";
import type { TargetPlatform } from "./schema";

const spec = (key: string, more: Partial<VariableSpec>): VariableSpec => ({
  key,
  kind: "string",
  required: true,
  sensitive: false,
  public: false,
  source: "user",
  skippableLocally: false,
  description: "",
  aliases: [],
  feature: key,
  ...more,
});
const specs = [
  spec("DATABASE_URL", { source: "database", rule: "postgres-url" }),
  spec("AUTH_SECRET", { source: "generate", rule: "auth-secret", aliases: ["NEXTAUTH_SECRET"] }),
  spec("AUTH_URL", { source: "platform", kind: "url" }),
  spec("AUTH_GITHUB_ID", { skippableLocally: true, feature: "GitHub sign-in" }),
  spec("MODEL", { required: false, defaultValue: "small" }),
];
const plan = (values: Record<string, string>, platform: "local" | "vercel" = "local") =>
  planValues({ specs, values, platform, address: "http://shop.localhost:3000", dataFolder: "/data/shop" });

describe("planValues", () => {
  it("fills everything on the local platform", () => {
    const { values, ...rest } = plan({});
    expect({ ...values }).toEqual({
      DATABASE_URL: "pglite:/data/shop",
      AUTH_URL: "http://shop.localhost:3000",
      MODEL: "small",
    });
    expect(rest).toEqual({
      toGenerate: ["AUTH_SECRET"],
      skipped: [{ key: "AUTH_GITHUB_ID", feature: "GitHub sign-in" }],
      leftOut: [],
      problems: [],
    });
  });

  it("calls no feature off whose credential came in its other form", () => {
    const token = spec("TOKEN", { alternatives: ["KEY", "WORD"], skippableLocally: true, feature: "Chat" });
    const skippedWith = (values: Record<string, string>) =>
      planValues({ specs: [token], values, platform: "local", address: "", dataFolder: "" }).skipped;
    expect(skippedWith({ KEY: "a", WORD: "b" })).toEqual([]);
    expect(skippedWith({ KEY: "a" })).toEqual([{ key: "TOKEN", feature: "Chat" }]);
  });

  it("gives an app with SQLite a file in its data folder", () => {
    const sqlite = [spec("DATABASE_URL", { source: "database", rule: "sqlite-url" })];
    const input = { specs: sqlite, values: {}, address: "http://shop.localhost:3000", dataFolder: "/data/shop" };
    expect(planValues({ ...input, platform: "local" }).values.DATABASE_URL).toBe("file:/data/shop/app.db");
    expect(planValues({ ...input, platform: "vercel" }).problems.map(({ key }) => key)).toEqual(["DATABASE_URL"]);
  });

  it("prefers what a person gave, under old names too, and passes extra variables on", () => {
    const secret = "Vb3kq0pT9xYw2mN5sD8fG1hJ4lZ7cA6e";
    const given = {
      DATABASE_URL: "postgres://db.example/app",
      NEXTAUTH_SECRET: secret,
      AUTH_URL: "https://shop.example",
      FLAG: "",
    };
    const { values, toGenerate } = plan({ ...given, AUTH_GITHUB_ID: "Ov23liAbCdEfGhIjKlMn", MODEL: "large" });
    expect({ ...values }).toEqual({
      DATABASE_URL: "postgres://db.example/app",
      AUTH_SECRET: secret,
      AUTH_URL: "https://shop.example",
      AUTH_GITHUB_ID: "Ov23liAbCdEfGhIjKlMn",
      MODEL: "large",
      FLAG: "",
    });
    expect(toGenerate).toEqual([]);
  });

  it("replaces a localhost address and an empty value that Berth fills in", () => {
    const { values, toGenerate } = plan({ AUTH_URL: "http://localhost:3000", AUTH_SECRET: "", DATABASE_URL: "" });
    expect(values.AUTH_URL).toBe("http://shop.localhost:3000");
    expect(values.DATABASE_URL).toBe("pglite:/data/shop");
    expect(toGenerate).toEqual(["AUTH_SECRET"]);
  });

  it("reports why a deployment must not start, and passes no reserved name on", () => {
    const local = plan({ NODE_OPTIONS: "--require /tmp/x", AUTH_SECRET: "short" });
    expect(local.problems.map(({ key }) => key)).toEqual(["AUTH_SECRET", "NODE_OPTIONS"]);
    expect("NODE_OPTIONS" in local.values).toBe(false);
    expect(local.leftOut).toEqual(["NODE_OPTIONS"]);
    expect(plan({}, "vercel").problems.map(({ key }) => key)).toEqual(["DATABASE_URL", "AUTH_GITHUB_ID"]);
    expect(plan({ DATABASE_URL: "pglite:./data" }, "vercel").problems[0]).toMatchObject({
      key: "DATABASE_URL",
      status: "error",
    });
  });

  it("passes a reserved name on where an owner allowed it, but none of Berth's own", () => {
    const values = { NODE_OPTIONS: "--enable-source-maps", PATH: "/tmp", LD_PRELOAD: "/tmp/x.so" };
    const read = [spec("LD_PRELOAD", { required: false }), spec("ENV", { required: false })];
    const input = { specs: read, values: { ...values, ENV: "x" }, address: "", dataFolder: "" };
    const local = planValues({ ...input, platform: "local", allowedNames: ["NODE_OPTIONS", "PATH"] });
    expect({ ...local.values }).toEqual({ NODE_OPTIONS: "--enable-source-maps" });
    // Also where the project says that it reads them.
    expect(local.leftOut).toEqual(["PATH", "LD_PRELOAD", "ENV"]);
    expect(local.problems.map(({ key }) => key)).toEqual(["LD_PRELOAD", "ENV", "PATH"]);
    expect(planValues({ ...input, platform: "vercel" }).leftOut).toEqual([]);
  });

  it("inherits nothing from a prototype", () => {
    expect("toString" in plan({}).values).toBe(false);
  });
});

describe("generateSecret", () => {
  it("is the base64url of 32 bytes", () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => 255 - index);
    expect(generateSecret(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
    expect(() => generateSecret(bytes.subarray(1))).toThrow("32 random bytes");
  });
});

describe("planValues with a database of the platform", () => {
  const [database] = specs;
  if (!database) throw new Error("There is a variable of a database.");
  const inside = "postgresql://berth:word@dpg-a1b2c3-a/berth";
  const reference = ["$", "{{Postgres.DATABASE_URL}}"].join("");
  const planned = (platform: TargetPlatform, value?: string, databaseUrl?: string) => {
    const values: Record<string, string> = value === undefined ? {} : { DATABASE_URL: value };
    const input = { specs: [database], values, platform, address: "https://a.example", dataFolder: "/data/shop" };
    const { values: made, problems } = planValues({ ...input, databaseUrl });
    return { value: made.DATABASE_URL, problems: problems.map(({ message }) => message) };
  };

  it.each(["railway", "render"] as const)("fills its address in on %s", (platform) => {
    const url = platform === "railway" ? reference : inside;
    for (const unusable of [undefined, "", "pglite:./data", "postgres://u:p@localhost:5432/app"])
      expect(planned(platform, unusable, url)).toEqual({ value: url, problems: [] });
  });

  it("fills it in for an empty value of a project Berth did not make", () => {
    const found = { ...database, source: "user" as const };
    const input = { specs: [found], values: { DATABASE_URL: "" }, platform: "railway" as const };
    const plan = planValues({ ...input, address: "", dataFolder: "", databaseUrl: reference });
    expect({ ...plan.values, problems: plan.problems }).toEqual({ DATABASE_URL: reference, problems: [] });
    expect(findUnmetDatabase(input)).toEqual(["DATABASE_URL"]);
  });

  it("leaves an address alone that was given and leads somewhere", () => {
    const neon = "postgres://u:p@ep-calm.eu.neon.tech/app";
    expect(planned("railway", neon, reference)).toEqual({ value: neon, problems: [] });
    const other = "postgresql://berth:word@dpg-other-a/berth";
    expect(planned("render", other, inside)).toEqual({ value: other, problems: [] });
  });

  it("keeps the address of one platform off the others", () => {
    expect(planned("local", inside).value).toBe("pglite:/data/shop");
    expect(planned("local", reference).value).toBe("pglite:/data/shop");
    expect(planned("railway", inside, reference)).toEqual({ value: reference, problems: [] });
    expect(planned("vercel", inside).problems[0]).toMatch(/reached from inside Render only/);
    expect(planned("render", reference).problems[0]).toMatch(/reached from inside Railway only/);
    const outside = "postgresql://berth:word@dpg-a1b2c3-a.oregon-postgres.render.com/berth";
    expect(planned("vercel", outside)).toEqual({ value: outside, problems: [] });
  });

  it("says for which variables a database is needed", () => {
    const mongo = spec("MONGODB_URI", { rule: "mongodb-url" });
    const optional = spec("DIRECT_URL", { rule: "postgres-url", required: false });
    const unmet = (values: Record<string, string>) =>
      findUnmetDatabase({ specs: [database, mongo, optional], values, platform: "railway" });
    expect(unmet({})).toEqual(["DATABASE_URL"]);
    expect(unmet({ POSTGRES_URL: "postgres://u:p@db.example/app" })).toEqual([]);
    expect(unmet({ DATABASE_URL: inside, DIRECT_URL: "pglite:./data" })).toEqual(["DATABASE_URL", "DIRECT_URL"]);
  });
});
