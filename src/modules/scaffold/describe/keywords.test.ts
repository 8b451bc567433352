import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRules, fieldValues, resolveConfig } from "../rules";
import { ScaffoldConfig } from "../schema";
import { matchKeywords } from "./keywords";
import { nameFrom } from "./name";

describe("matchKeywords", () => {
  it.each([
    [
      "a paid newsletter with Postgres and an AI editor",
      { database: "drizzle-postgres", aiTemplate: "chatbot", extras: ["payments", "email"] },
    ],
    ["A blog in English and German", { framework: "astro", extras: ["i18n"] }],
    ["API only, MongoDB, in a Docker container", { framework: "hono", database: "mongodb", extras: ["docker"] }],
    [
      "Single-page app with SQLite and tests",
      { framework: "vite-react", database: "drizzle-sqlite", extras: ["vitest"] },
    ],
    ["Chat with your PDFs using Claude", { aiTemplate: "rag", aiProvider: "anthropic" }],
    ["An agent with tools on Bedrock", { aiTemplate: "agent", aiProvider: "bedrock" }],
    ["Extract totals from invoices with GPT-4o", { aiTemplate: "structured", aiProvider: "openai" }],
    ["Notes with login, Google and GitHub", { auth: "nextauth", authProviders: ["github", "google"] }],
    ["Sign in with GitHub", { auth: "nextauth", authProviders: ["github"] }],
    ["Tested with GitHub Actions", { extras: ["ci", "vitest"] }],
    [
      "Prisma and Postgres, better-auth, redis",
      { database: "prisma-postgres", auth: "better-auth", extras: ["redis"] },
    ],
    ["Supabase auth and Supabase", { database: "supabase", auth: "supabase" }],
    ["a shop without a database", { database: "none", extras: ["payments"] }],
    ["a tool with no login or database", { auth: "none", database: "none" }],
    ["a tool without login, a database or AI", { auth: "none", database: "none", aiTemplate: "none" }],
    ["a tool with no login, SQLite and translations", { auth: "none", database: "drizzle-sqlite", extras: ["i18n"] }],
    ["users sign up with e-mail and password", { auth: "nextauth", authProviders: ["credentials"] }],
    ["next week I start a garden diary", {}],
    ["", {}],
  ])("%s", (text, choices) => {
    expect(matchKeywords(text).choices).toEqual(choices);
  });

  it("says which words it took, and what is not offered", () => {
    const match = matchKeywords("A Shop with MySQL, e-mail and Vue");
    expect(match.phrases).toEqual(["Shop", "e-mail"]);
    expect(match.notOffered).toEqual(["MySQL", "Vue"]);
  });

  it("never throws, states only values of the catalog, and the rules make a project of whatever it states", () => {
    const vocabulary =
      "no without a with or, and next.js hono blog spa postgres mongo supabase prisma login github google clerk password claude gpt ollama pdf agent chat ai redis upstash paid newsletter german docker ci e2e tests users".split(
        " ",
      );
    const sentence = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(fc.constantFrom(...vocabulary), { maxLength: 25 }).map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(sentence, (text) => {
        const { choices } = matchKeywords(text);
        for (const [field, value] of Object.entries(choices)) {
          const known: readonly string[] = fieldValues[field as keyof typeof fieldValues];
          for (const each of [value].flat()) expect(known).toContain(each);
        }
        const { config } = resolveConfig(ScaffoldConfig.parse({ name: nameFrom(text) ?? "my-app", ...choices }));
        expect(checkRules(config)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("takes the longest text in no time", () => {
    const started = performance.now();
    for (const unit of ["no a, ", "without or ", "e-mail and ", "-", "log ", " "]) {
      matchKeywords(unit.repeat(2000 / unit.length));
      nameFrom(unit.repeat(2000 / unit.length));
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("nameFrom", () => {
  it.each([
    ["a paid newsletter with Postgres and an AI editor", "paid-newsletter"],
    ["I want to build a todo app for my team", "todo-app"],
    ["A Next.js blog about boats, in German", "blog"],
    ["an app for invoices", "invoices"],
    ["an app which classifies support tickets", undefined],
    ["An online shop called Blue Harbor with Stripe", "blue-harbor"],
    ['a CRM named "Käse & Co."', "kase-co"],
    ["please make me a simple recipe box", "recipe-box"],
    ["con", undefined],
    ["123", undefined],
    ["", undefined],
    ["日本語", undefined],
  ])("%s", (sentence, name) => {
    expect(nameFrom(sentence)).toBe(name);
  });
});
