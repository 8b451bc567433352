import { describe, expect, it } from "vitest";
import { officialTemplates } from "../../templates/official";
import type { ListedTemplate, TemplateVariable } from "../../templates/schema";
import { type Answers, applyRows, effectOf, missingKeys, valuesToSend } from "./apply-model";
import { bringsValue, categoryLabels, groupTemplates, keysToSave, summarize } from "./template-model";

const variable = (key: string, more: Partial<TemplateVariable> = {}): TemplateVariable => ({
  key,
  type: "string",
  required: false,
  description: "",
  example: null,
  rule: null,
  pattern: null,
  options: null,
  visibility: "masked",
  isGenerated: false,
  ...more,
});
const variables = [
  variable("OPTIONAL"),
  variable("SESSION_SECRET", { isGenerated: true, required: true }),
  variable("LOG_LEVEL", { value: "info", visibility: "plain" }),
  variable("API_KEY", { required: true }),
  variable("DATABASE_URL", { required: true }),
  variable("EMPTY_DEFAULT", { value: "", visibility: "plain", required: true }),
];
const held = [{ key: "DATABASE_URL" }, { key: "LOG_LEVEL", inheritedFrom: "base" }];
const rows = applyRows(variables, held);
const kindsOf = (list: typeof rows) => Object.fromEntries(list.map(({ variable: { key }, kind }) => [key, kind]));
const answers = (given: Record<string, [text: string, isEmptyMeant?: boolean]>): Answers =>
  new Map(Object.entries(given).map(([key, [text, isEmptyMeant = false]]) => [key, { text, isEmptyMeant }]));

describe("what a template comes to", () => {
  it("asks only for what is not set, not made and not brought", () => {
    expect(kindsOf(rows)).toEqual({
      API_KEY: "asked",
      DATABASE_URL: "kept",
      LOG_LEVEL: "kept",
      EMPTY_DEFAULT: "brought",
      SESSION_SECRET: "made",
      OPTIONAL: "offered",
    });
    expect(rows[0]?.variable.key).toBe("API_KEY");
    expect(rows.find(({ variable: { key } }) => key === "LOG_LEVEL")?.inheritedFrom).toBe("base");
    expect(kindsOf(applyRows(variables, []))).toMatchObject({ DATABASE_URL: "asked", LOG_LEVEL: "brought" });
  });

  it("is applied when everything asked for has an answer, and empty text only where it is meant", () => {
    expect(missingKeys(rows, new Map())).toEqual(["API_KEY"]);
    expect(missingKeys(rows, answers({ API_KEY: [""] }))).toEqual(["API_KEY"]);
    expect(missingKeys(rows, answers({ API_KEY: ["", true] }))).toEqual([]);
    expect(missingKeys(rows, answers({ API_KEY: ["x"] }))).toEqual([]);
  });

  it("sends what was answered and nothing else", () => {
    const given = answers({ API_KEY: ["", true], OPTIONAL: [""], DATABASE_URL: ["postgres://x"], STRAY: ["x"] });
    expect(valuesToSend(rows, given)).toEqual({ API_KEY: "", DATABASE_URL: "postgres://x" });
  });

  it("tells for each variable what happens to it", () => {
    const given = answers({ API_KEY: ["x"], DATABASE_URL: ["y"], LOG_LEVEL: [""] });
    const effects = Object.fromEntries(rows.map((row) => [row.variable.key, effectOf(row, given)]));
    expect(effects).toEqual({
      API_KEY: "set",
      DATABASE_URL: "replaced",
      LOG_LEVEL: "kept",
      EMPTY_DEFAULT: "set",
      SESSION_SECRET: "made",
      OPTIONAL: "left-out",
    });
  });
});

describe("the list", () => {
  const own: ListedTemplate = {
    id: "1",
    name: "Our shops",
    category: "payments",
    description: "",
    variables: [variable("TILL_KEY")],
    isOfficial: false,
    useCount: 0,
  };
  const official = officialTemplates().map((template) => ({ ...template, isOfficial: true, useCount: 0 }));
  const all = [...official, own];
  const namesIn = (search: string, choice: Parameters<typeof groupTemplates>[1]["choice"] = "all") =>
    groupTemplates(all, { search, choice }).flatMap(({ templates }) => templates.map(({ name }) => name));

  it("holds each template once, own ones first", () => {
    expect(namesIn("")).toHaveLength(all.length);
    expect(new Set(namesIn("")).size).toBe(new Set(all.map(({ name }) => name)).size);
    expect(namesIn("")[0]).toBe("Our shops");
  });

  it("finds by name, purpose and variable, in one category or in all", () => {
    expect(namesIn(" till_key ")).toEqual(["Our shops"]);
    expect(namesIn("sentry")).toEqual(["Sentry"]);
    expect(namesIn("", "own")).toEqual(["Our shops"]);
    expect(namesIn("", "payments")).not.toContain("Our shops");
    expect(namesIn("nothing is called that")).toEqual([]);
    expect(Object.values(categoryLabels)).not.toContain("");
  });

  it("says what each asks for, makes, brings and offers", () => {
    expect(summarize(variables)).toEqual({
      asks: ["API_KEY", "DATABASE_URL"],
      makes: ["SESSION_SECRET"],
      brings: ["LOG_LEVEL", "EMPTY_DEFAULT"],
      offers: ["OPTIONAL"],
    });
  });
});

describe("saving a template", () => {
  it("takes only plain text along, and names keys only when some are left out", () => {
    expect(bringsValue({ visibility: "plain", isReference: false })).toBe(true);
    expect(bringsValue({ visibility: "plain", isReference: true })).toBe(false);
    expect(bringsValue({ visibility: "masked", isReference: false })).toBe(false);
    const two = [{ key: "A" }, { key: "B" }];
    expect(keysToSave(two, new Set())).toBeUndefined();
    expect(keysToSave(two, new Set(["A"]))).toEqual(["B"]);
    expect(keysToSave(two, new Set(["GONE"]))).toBeUndefined();
  });
});
