import { describe, expect, it } from "vitest";
import { ScaffoldConfig } from "@/modules/scaffold/schema";
import { readsOf } from "./generated-reads";
import type { ReadVariable } from "./schema";
import { compareUsage } from "./usage";

const read = (key: string, more: Partial<ReadVariable> = {}): ReadVariable => ({
  key,
  kind: "secret",
  required: true,
  sensitive: true,
  public: false,
  source: "user",
  skippableLocally: false,
  description: `About ${key}.`,
  aliases: [],
  feature: "Payments",
  places: [{ file: "src/pay.ts", line: 3, kind: "code" }],
  ...more,
});
const set = (
  ...keys: string[]
): Map<string, { inheritedFrom: string | undefined; sensitive: boolean; description: string }> =>
  new Map(keys.map((key) => [key, { inheritedFrom: undefined, sensitive: true, description: "" }]));

describe("compareUsage", () => {
  it("tells set, missing, filled in, optional and unused apart", () => {
    const reads = [
      read("STRIPE_SECRET_KEY"),
      read("API_KEY"),
      read("AUTH_SECRET", { source: "generate" }),
      read("TITLE", { required: false }),
    ];
    const usage = compareUsage({ reads, set: set("STRIPE_SECRET_KEY", "OLD_FLAG", "API_KEYS"), platform: "vercel" });
    expect(usage.variables.map(({ key, status }) => [key, status])).toEqual([
      ["STRIPE_SECRET_KEY", "set"],
      ["API_KEY", "missing"],
      ["AUTH_SECRET", "filled"],
      ["TITLE", "optional"],
      ["OLD_FLAG", "unused"],
      ["API_KEYS", "unused"],
    ]);
    expect(usage.counts).toEqual({ set: 1, missing: 1, filled: 1, optional: 1, unused: 2 });
    expect(usage.needed).toBe(4);
    expect(usage.variables[0]).toMatchObject({ provider: "Stripe", rule: "stripe-secret-key", hasTest: true });
    expect(usage.variables[0]?.places).toEqual([{ file: "src/pay.ts", line: 3, kind: "code" }]);
    expect(usage.variables[5]?.meant).toBe("API_KEY");
  });

  it("takes an old name, the other form of a credential, and a value that is inherited", () => {
    const reads = [
      read("AUTH_SECRET"),
      read("AWS_BEARER_TOKEN_BEDROCK", { alternatives: ["AWS_ACCESS_KEY_ID"] }),
      read("AWS_ACCESS_KEY_ID", { required: false }),
    ];
    const given = set("NEXTAUTH_SECRET");
    given.set("AWS_ACCESS_KEY_ID", { sensitive: true, description: "", inheritedFrom: "staging" });
    const { variables } = compareUsage({ reads, set: given, platform: "vercel" });
    expect(variables).toMatchObject([
      { status: "set", setAs: "NEXTAUTH_SECRET" },
      { status: "optional" },
      { status: "set", inheritedFrom: "staging" },
    ]);
    expect(variables).toHaveLength(3);
  });
});

describe("readsOf", () => {
  it("finds the places where a generated project reads its variables", async () => {
    const config = ScaffoldConfig.parse({ name: "shop", database: "drizzle-postgres", aiTemplate: "chatbot" });
    const reads = await readsOf(config);
    const code = reads.find(({ key }) => key === "DATABASE_URL")?.places?.filter(({ kind }) => kind === "code") ?? [];
    expect(code.length).toBeGreaterThan(0);
    for (const { file, line } of code)
      expect([file, line > 0]).toEqual([expect.stringMatching(/\.(?:ts|tsx|mjs|js)$/), true]);
    expect(await readsOf({ ...config, name: "other" })).toBe(reads);
  });
});
