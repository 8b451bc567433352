import type { Slots } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";
import { initialOf, titleOf } from "../base/frameworks";
import { headerClasses, openTag } from "../base/header";
import { isTranslated, navLabel, wordsAttribute } from "../i18n/texts";

/** `src/components/site-header.tsx`: the name, the links and the actions of the project. */
export function siteHeader(config: ScaffoldConfig, { nav, headerActions }: Slots): string {
  const translated = isTranslated(config);
  const actions = [
    ...(translated ? [`<LanguageSwitch locale={locale} label={t("language")} />`] : []),
    ...headerActions.map(({ name }) => `<${name} />`),
  ];
  const classes = headerClasses(nav.length, actions.length);
  const imports = importLines([...headerActions, ...(translated ? languageImports : [])]);
  const linkClass = nav.length === 0 ? "" : `const link =\n  "${classes.link}";\n\n`;
  const links = nav.map(
    (entry) => `          <Link href="${entry.href}" className={link}>
            ${navLabel(config, entry)}
          </Link>`,
  );
  const indent = "        ";
  const navigation = [
    openTag(indent, "nav", [`aria-label=${wordsAttribute(config, "main")}`, `className="${classes.nav}"`]),
    ...links,
    `${indent}</nav>\n`,
  ];
  const buttons = [
    openTag(indent, "div", [`className="${classes.actions}"`]),
    ...actions.map((line) => `${indent}  ${line}`),
    `${indent}</div>\n`,
  ];
  return `import Link from "next/link";
${imports}
${linkClass}${translated ? translatedHead : "export function SiteHeader() {"}
  return (
    <header className="relative z-10 border-b border-line bg-canvas">
${openTag("      ", "div", [`className="${classes.row}"`])}
${openTag(indent, "Link", [`href="/"`, `className="${classes.home}"`])}
          <span aria-hidden className="${classes.mark}">
            ${initialOf(config)}
          </span>
          <span className="${classes.name}">${titleOf(config)}</span>
        </Link>
${nav.length === 0 ? "" : navigation.join("\n")}${actions.length === 0 ? "" : buttons.join("\n")}      </div>
    </header>
  );
}
`;
}

const languageImports = [
  { name: "LanguageSwitch", from: "@/i18n/language-switch" },
  { name: "translatorFor", from: "@/i18n/locale" },
  { name: "currentLocale", from: "@/i18n/server" },
];

const translatedHead = `export async function SiteHeader() {
  const locale = await currentLocale();
  const t = translatorFor(locale);`;
