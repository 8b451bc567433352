import type { Slots } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { reactHeader } from "../base/react-header";
import { isTranslated } from "../i18n/texts";

/** `src/components/site-header.tsx`, which learns the language from the request. */
export function siteHeader(config: ScaffoldConfig, slots: Slots): string {
  const translated = isTranslated(config);
  return reactHeader(config, slots, {
    linkLine: `import Link from "next/link";\n`,
    imports: translated ? languageImports : [],
    opening: translated ? translatedHead : "export function SiteHeader() {",
  });
}

const languageImports = [
  { name: "LanguageSwitch", from: "@/i18n/language-switch" },
  { name: "translatorFor", from: "@/i18n/locale" },
  { name: "currentLocale", from: "@/i18n/server" },
];

const translatedHead = `export async function SiteHeader() {
  const locale = await currentLocale();
  const t = translatorFor(locale);`;
