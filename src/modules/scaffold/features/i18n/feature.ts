import type { Feature } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { i18nFacts } from "./facts";
import { languageSwitch, localeHttp, localeModule, localeSources, messagesModule } from "./modules";

export const i18n: Feature = {
  ...i18nFacts,
  render: (config, slots) => [{ path: "src/i18n/messages.ts", content: messagesModule(config, slots) }],
  contribute: (config) => {
    const source = localeSources[config.framework];
    return {
      files: [
        { path: "src/i18n/locale.ts", content: localeModule },
        { path: "src/i18n/http.ts", content: localeHttp },
        ...(source === undefined ? [] : [source]),
        { path: "src/i18n/language-switch.tsx", content: languageSwitch(config) },
      ],
      ingredients: ["two languages"],
      landmarks: [{ path: "src/i18n/messages.ts", purpose: "The texts in both languages." }],
      endpoints: [
        {
          path: "/api/locale",
          handlers: { POST: "chooseLocale" },
          from: "@/i18n/http",
          summary: "Remembers the language in a cookie and goes back to the page.",
          example: "-d locale=de",
        },
      ],
      readme: [{ heading: "Languages", body: readme(config) }],
      guidance: [
        "A text that people see on the home page or in the header stands in `src/i18n/messages.ts`, in both languages; the compiler names a missing one.",
      ],
    };
  },
};

function readme({ framework }: ScaffoldConfig): string {
  const use: Record<ScaffoldConfig["framework"], string> = {
    next: "A server component asks `currentTranslator()` of `src/i18n/server.ts` for `t` and hands it to what it renders.",
    "vite-react": "Import `t` from `src/i18n/browser.ts` where a text is shown.",
    astro: "A page makes `t` by `translatorFor(localeOf(Astro.request.headers))` and hands it to what it renders.",
    hono: "A handler makes `t` by `translatorFor(localeOf(request.headers))`.",
  };
  return `The header and the home page speak English and German. The language is the one chosen in the header, kept in the cookie \`locale\`, else the one the browser asks for, else English. The texts are in \`src/i18n/messages.ts\`; the compiler refuses a language that lacks one. ${use[framework]}

To add a language, name it in \`locales\` and \`localeNames\` and write its texts. The pages of the features are in English: move their texts over as you make them yours.`;
}
