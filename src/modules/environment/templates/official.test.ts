import { describe, expect, it } from "vitest";
import { Framework } from "@/modules/scaffold/schema";
import { checkEnvironment } from "../validation/checks";
import { checkRule, providerRules, ruleFor } from "../validation/rules";
import { officialTemplates } from "./official";
import { Template, TemplateCategory } from "./schema";

const templates = officialTemplates();

describe("official templates", () => {
  it("cover frameworks, providers of the catalog and other projects", () => {
    const ids = templates.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ["database-drizzle-postgres", "auth-clerk", "aiprovider-openai", "extras-payments"])
      expect(ids).toContain(id);
    for (const id of ["runtime-node", "runtime-python", "runtime-docker", "storage-r2", "monitoring-sentry"])
      expect(ids).toContain(id);
    expect(ids.filter((id) => id.startsWith("framework-")).length).toBeLessThanOrEqual(Framework.options.length);
    const used = new Set(templates.map(({ category }) => category));
    for (const category of TemplateCategory.options) if (category !== "own") expect(used).toContain(category);
  });

  it.each(templates)("$id is well formed, and holds no secret", (template) => {
    expect(Template.parse(template)).toEqual(template);
    const keys = template.variables.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(template.description).toMatch(/\.$/);
    for (const { key, rule, value, visibility, description } of template.variables) {
      if (rule !== null) expect(providerRules.has(rule), rule).toBe(true);
      expect(description, key).toMatch(/\.$/);
      if (value === undefined) continue;
      expect(visibility).toBe("plain");
      const known = ruleFor(key, rule ?? undefined);
      if (known) expect([key, checkRule(known, value, true)]).toEqual([key, undefined]);
      const line = checkEnvironment({ specs: [], values: { [key]: value }, platform: "vercel" }).variables[0];
      expect([key, line?.status]).not.toEqual([key, "error"]);
    }
  });

  it("ask for nothing that Berth fills in", () => {
    const clerk = templates.find(({ id }) => id === "auth-clerk");
    expect(clerk?.variables.filter(({ required }) => required).map(({ key }) => key)).toContain("CLERK_SECRET_KEY");
    const signIn = templates.find(({ id }) => id === "auth-better-auth");
    const secret = signIn?.variables.find(({ key }) => key === "BETTER_AUTH_SECRET");
    expect(secret).toMatchObject({ required: false, isGenerated: true });
  });
});
