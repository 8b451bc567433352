import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import { pairwiseConfigs } from "../../catalog/pairwise";
import { parseConfig } from "../../config";
import { collectSlots } from "../../engine/compose";
import { generateProject } from "../../engine/project";
import { features } from "../catalog";
import { germanFor } from "./german";

const project = generateProject(parseConfig({ name: "shop", extras: ["redis", "i18n"] }));

/** The generated modules of the languages, run as they are. */
async function loadLocale() {
  const [messages, locale] = ["messages", "locale"].map(
    (name) => project.find(({ path }) => path === `src/i18n/${name}.ts`)?.content ?? "",
  );
  const source = `${messages}${locale}`.replace(/^import .*"\.\/messages";$/m, "");
  const url = `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(source))}`;
  return import(/* @vite-ignore */ url);
}

describe("German", () => {
  it("knows everything a feature says of itself in the header or on the home page", () => {
    const said = pairwiseConfigs("shop").flatMap((config) => {
      const chosen = features.filter((feature) => feature.isChosen(config));
      const { nav, cards, ingredients } = collectSlots(chosen, config);
      return [...nav.map(({ label }) => label), ...cards.flatMap(({ title, body }) => [title, body]), ...ingredients];
    });
    expect([...new Set(said)].filter((text) => germanFor(text) === undefined)).toEqual([]);
  });

  it("leaves what nobody has translated to English", () => {
    expect(germanFor("Sings in with a choir.")).toBeUndefined();
    expect(germanFor("Streams answers from OpenAI.")).toBe("Zeigt Antworten von OpenAI, während sie entstehen.");
  });
});

describe("the generated locale", () => {
  it.each([
    ["", "", "en"],
    ["", "de-CH, en;q=0.8", "de"],
    ["", "fr, de;q=0.1, en;q=0.5", "en"],
    ["", "de;q=0, fr", "en"],
    ["locale=en", "de", "en"],
    ["theme=dark; locale=de", "en", "de"],
    ["locale=xx", "de", "de"],
    ["xlocale=de", "", "en"],
    ["locale=__proto__", ";;;,q=", "en"],
  ])("of the cookies %j and the header %j is %s", async (cookies, header, expected) => {
    const { pickLocale } = await loadLocale();
    expect(pickLocale(cookies, header)).toBe(expected);
  });

  it("has every text in both languages and fills in values", async () => {
    const { messages, translatorFor } = await loadLocale();
    expect(Object.keys(messages.de)).toEqual(Object.keys(messages.en));
    expect(translatorFor("de")("manyMissing", { count: 3 })).toBe("3 Variablen fehlen");
    expect(translatorFor("en")("open", { page: "Cache" })).toBe("Open Cache");
  });
});

describe("a project with one language", () => {
  it("holds plain words and nothing to look them up by", () => {
    const files = generateProject(parseConfig({ name: "shop", extras: ["redis"] }));
    expect(files.some(({ path }) => path.startsWith("src/i18n/"))).toBe(false);
    expect(files.some(({ content }) => /\{t\("/.test(content))).toBe(false);
  });
});
