import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/server/errors";
import { validSamples } from "./catalog/combinations";
import { commandOf } from "./command";
import { decodeConfig, encodeConfig, parseConfig, parseConfigJson } from "./config";

function refusal(input: unknown): AppError {
  try {
    parseConfig(input);
  } catch (error) {
    if (AppError.is(error)) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(input)} was accepted.`);
}

describe("parseConfig", () => {
  it("fills every default but the name", () => {
    expect(parseConfig({ name: "shop" })).toEqual({
      name: "shop",
      framework: "next",
      database: "none",
      auth: "none",
      authProviders: [],
      aiTemplate: "none",
      aiProvider: "anthropic",
      extras: [],
      packageManager: "npm",
    });
  });

  it("fills what a rule implies only where nothing was stated", () => {
    expect(parseConfig({ name: "shop", auth: "nextauth" })).toMatchObject({
      authProviders: ["credentials"],
      database: "drizzle-postgres",
    });
    const error = refusal({ name: "shop", auth: "nextauth", database: "none" });
    expect(error.message).toContain("rule credentials-need-database");
    expect(error.details).toMatchObject({
      violations: [{ id: "credentials-need-database", fix: { set: { database: "drizzle-postgres" } } }],
    });
  });

  it("brings lists into one order, so that the order of picking does not matter", () => {
    const given = {
      name: "shop",
      database: "drizzle-postgres",
      auth: "nextauth",
      authProviders: ["github", "credentials"],
    };
    expect(parseConfig(given).authProviders).toEqual(["credentials", "github"]);
  });

  it.each([
    "",
    "../x",
    ".git",
    "CON",
    "con",
    "com1",
    "x".repeat(300),
    "🚢",
    "-rf",
    "a b",
    "a\nb",
    "a/b",
    "$(id)",
    "Shop",
    "shop-",
    "a--b",
    "1shop",
    "node_modules",
    "__proto__",
  ])("refuses the name %j and names the field", (name) => {
    const error = refusal({ name });
    expect(error.code).toBe("VALIDATION");
    expect(error.message).toMatch(/^name: /);
  });

  it.each([
    [
      { name: "shop", database: "oracle" },
      /^database: "oracle" is not available; choose one of none, drizzle-postgres, /,
    ],
    [{ name: "shop", frontend: "vue" }, /^frontend: unknown option; the options are name, framework/],
    [{ name: "shop", authProviders: ["github", "github"] }, /^authProviders: github is listed twice/],
    [{ name: "shop", authProviders: "github" }, /^authProviders: expected array, got "github"/],
    [{ name: "shop", extras: ["kafka"] }, /^extras: /],
    [{ name: "shop", database: "no\0ne" }, /^database: contains a NUL byte/],
    [{ name: "shop", authProviders: ["a\0"] }, /^authProviders: contains a NUL byte/],
    [{ name: "shop", note: "x".repeat(70_000) }, /^config: is over 64 KB/],
    [{}, /^name: expected string, got nothing/],
    [{ name: 5 }, /^name: expected string, got 5/],
    [null, /^config: expected an object, got null/],
    ["shop", /^config: expected an object, got "shop"/],
    [[], /^config: /],
    [new Date(0), /^config: expected a plain object/],
    [JSON.parse('{"name":"shop","__proto__":{"auth":"x"}}'), /^__proto__: this key is not allowed/],
    [{ name: "shop", constructor: {} }, /^constructor: this key is not allowed/],
    [{ name: "shop", auth: 1n }, /^config: expected plain JSON/],
  ])("refuses %o in words", (input, message) => {
    expect(refusal(input).message).toMatch(message);
  });

  it("throws nothing but AppError VALIDATION, whatever it is given", () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        try {
          parseConfig(input);
        } catch (error) {
          expect(AppError.is(error) && error.code).toBe("VALIDATION");
        }
      }),
    );
  });
});

describe("parseConfigJson", () => {
  it("says that JSON is malformed", () => {
    expect(() => parseConfigJson('{"name":')).toThrow(/^config: malformed JSON/);
  });

  it("refuses five megabytes before reading them", () => {
    expect(() => parseConfigJson(`{"name":"${"x".repeat(5_000_000)}"}`)).toThrow(/over 64 KB/);
  });
});

describe("encodeConfig", () => {
  it("survives the way through an address", () => {
    for (const config of validSamples("shop")) {
      const encoded = encodeConfig(config);
      expect(encoded).toMatch(/^[\w-]+$/);
      expect(decodeConfig(encoded)).toEqual(config);
    }
  });

  it.each(["%%%", "a", "_w", encodeConfig(parseConfig({ name: "shop" })).slice(0, -4), "x".repeat(200_000)])(
    "refuses %.20s",
    (text) => {
      expect(() => decodeConfig(text)).toThrow(/^config: /);
    },
  );
});

describe("commandOf", () => {
  it("says the framework and what differs from the defaults", () => {
    expect(commandOf(parseConfig({ name: "shop" }))).toBe("berth new shop --framework next");
    const full = parseConfig({
      name: "shop",
      auth: "nextauth",
      authProviders: ["github"],
      aiTemplate: "chatbot",
      aiProvider: "openai",
    });
    expect(commandOf(full)).toBe(
      "berth new shop --framework next --auth nextauth --auth-providers github --ai-template chatbot --ai-provider openai",
    );
  });

  it("holds every choice: read back, it gives the same configuration", () => {
    for (const config of validSamples("shop")) expect(configOf(commandOf(config))).toEqual(config);
  });
});

function configOf(command: string): unknown {
  const [, , name, ...flags] = command.split(" ");
  const input: Record<string, unknown> = { name };
  for (let index = 0; index < flags.length; index += 2) {
    const field = (flags[index] ?? "").slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = flags[index + 1] ?? "";
    input[field] = field === "authProviders" || field === "extras" ? value.split(",") : value;
  }
  return parseConfig(input);
}
