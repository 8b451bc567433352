import type { Slots } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";
import { initialOf, titleOf } from "../base/frameworks";
import { headerClasses, openTag } from "../base/header";
import { isTranslated, navLabel, wordsAttribute } from "../i18n/texts";

/** `src/layouts/site-header.astro`: the name, the links and the actions of the project. */
export function siteHeader(config: ScaffoldConfig, { nav, headerActions }: Slots): string {
  const translated = isTranslated(config);
  const actions = [
    ...(translated ? [`<LanguageSwitch locale={locale} label={t("language")} />`] : []),
    ...headerActions.map(({ name }) => `<${name} client:load />`),
  ];
  const classes = headerClasses(nav.length, actions.length);
  const parts = [
    importLines([...headerActions, ...(translated ? languageImports : [])]),
    translated ? translator : "",
    nav.length === 0 ? "" : `const link =\n  "${classes.link}";\n`,
  ];
  const script = parts.filter((part) => part !== "").join("\n");
  const indent = "    ";
  const navigation = [
    openTag(indent, "nav", [`aria-label=${wordsAttribute(config, "main")}`, `class="${classes.nav}"`]),
    ...nav.map((entry) => `${indent}  <a href="${entry.href}" class={link}>${navLabel(config, entry)}</a>`),
    `${indent}</nav>\n`,
  ];
  const buttons = [
    openTag(indent, "div", [`class="${classes.actions}"`]),
    ...actions.map((line) => `${indent}  ${line}`),
    `${indent}</div>\n`,
  ];
  return `${script === "" ? "" : `---\n${script}---\n\n`}<header class="relative z-10 border-b border-line bg-canvas">
${openTag("  ", "div", [`class="${classes.row}"`])}
${openTag(indent, "a", [`href="/"`, `class="${classes.home}"`])}
      <span aria-hidden="true" class="${classes.mark}">
        ${initialOf(config)}
      </span>
      <span class="${classes.name}">${titleOf(config)}</span>
    </a>
${nav.length === 0 ? "" : navigation.join("\n")}${actions.length === 0 ? "" : buttons.join("\n")}  </div>
</header>
`;
}

const languageImports = [
  { name: "LanguageSwitch", from: "@/i18n/language-switch" },
  { name: "localeOf", from: "@/i18n/locale" },
  { name: "translatorFor", from: "@/i18n/locale" },
];

const translator = `const locale = localeOf(Astro.request.headers);
const t = translatorFor(locale);
`;
