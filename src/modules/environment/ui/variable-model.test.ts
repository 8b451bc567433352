import { describe, expect, it } from "vitest";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { extraKeys, groupSpecs, previewPaste, textOf, withValue } from "./variable-model";

const spec = (key: string, more: Partial<VariableSpec> = {}): VariableSpec => ({
  key,
  kind: "string",
  required: true,
  sensitive: true,
  public: false,
  source: "user",
  skippableLocally: false,
  description: "",
  aliases: [],
  feature: key,
  ...more,
});
const database = spec("DATABASE_URL", { source: "database" });
const secret = spec("AUTH_SECRET", { source: "generate", aliases: ["NEXTAUTH_SECRET"] });
const github = spec("AUTH_GITHUB_ID", { skippableLocally: true });
const specs = [database, secret, github, spec("API_KEY"), spec("MODEL", { required: false })];

describe("groupSpecs", () => {
  const groups = (platform: "local" | "vercel") =>
    Object.fromEntries(groupSpecs(specs, platform).map(({ id, specs: list }) => [id, list.map(({ key }) => key)]));

  it("asks on the local platform only for what neither Berth supplies nor the app can do without", () => {
    expect(groups("local")).toEqual({
      needed: ["API_KEY"],
      optional: ["AUTH_GITHUB_ID", "MODEL"],
      filled: ["DATABASE_URL", "AUTH_SECRET"],
    });
  });

  it("asks elsewhere for the database and account keys too", () => {
    expect(groups("vercel")).toEqual({
      needed: ["DATABASE_URL", "AUTH_GITHUB_ID", "API_KEY"],
      optional: ["MODEL"],
      filled: ["AUTH_SECRET"],
    });
  });
});

describe("one value", () => {
  it("is read under an old name and written under the current one", () => {
    const values = { NEXTAUTH_SECRET: "old", OTHER: "1" };
    expect(textOf(secret, values)).toBe("old");
    expect(withValue(values, secret, "new")).toEqual({ OTHER: "1", AUTH_SECRET: "new" });
    expect(withValue(values, secret, "")).toEqual({ OTHER: "1" });
    expect(extraKeys(specs, values)).toEqual(["OTHER"]);
  });
});

describe("previewPaste", () => {
  const pasted = (values: Record<string, string>) => new Map(Object.entries(values));

  it("says what is added, changed and unchanged, and keeps what was not pasted", () => {
    const before = { API_KEY: "1", MODEL: "m", KEPT: "k" };
    const preview = previewPaste(pasted({ API_KEY: "2", MODEL: "m", NEW: "a b" }), specs, before);
    expect(preview.changes).toEqual([
      { key: "API_KEY", target: "API_KEY", kind: "changed" },
      { key: "MODEL", target: "MODEL", kind: "unchanged" },
      { key: "NEW", target: "NEW", kind: "added" },
    ]);
    expect(preview.values).toEqual({ API_KEY: "2", MODEL: "m", KEPT: "k", NEW: "a b" });
  });

  it("keeps an old name under the current one, which wins when both are pasted", () => {
    expect(previewPaste(pasted({ NEXTAUTH_SECRET: "x" }), specs, {}).changes).toEqual([
      { key: "NEXTAUTH_SECRET", target: "AUTH_SECRET", kind: "added" },
    ]);
    const both = previewPaste(pasted({ AUTH_SECRET: "new", NEXTAUTH_SECRET: "old" }), specs, {});
    expect(both.values).toEqual({ AUTH_SECRET: "new" });
  });

  it("takes names like those of an object's own parts as names", () => {
    expect(previewPaste(pasted({ toString: "x" }), specs, {}).changes).toMatchObject([{ kind: "added" }]);
  });
});
