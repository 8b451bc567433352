import type { CodeImport, Slots } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";
import { isTranslated, navLabel, wordsAttribute } from "../i18n/texts";
import { initialOf, titleOf } from "./frameworks";
import { headerClasses, openTag } from "./header";

interface HeaderVariant {
  /** The import line of `Link`, where it is no module of the project. */
  linkLine?: string;
  imports: readonly CodeImport[];
  /** The function's first lines; in a translated project `locale` and `t` must be in scope. */
  opening: string;
}

/** `src/components/site-header.tsx`: the name, the links and the actions of the project, for frameworks with React. */
export function reactHeader(
  config: ScaffoldConfig,
  { nav, headerActions }: Slots,
  { linkLine = "", imports, opening }: HeaderVariant,
): string {
  const actions = [
    ...(isTranslated(config) ? [`<LanguageSwitch locale={locale} label={t("language")} />`] : []),
    ...headerActions.map(({ name }) => `<${name} />`),
  ];
  const classes = headerClasses(nav.length, actions.length);
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
  return `${linkLine}${importLines([...headerActions, ...imports])}
${linkClass}${opening}
  return (
    <header className="relative z-10 border-b border-line bg-canvas">
      <div className="${classes.row}">
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
