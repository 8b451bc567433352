import type { CodeImport, Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";
import { icon, initialOf, titleOf } from "../base/frameworks";
import { globalStyles } from "../base/styles";
import { isTranslated, navLabel, wordsAttribute } from "../i18n/texts";

/** The frame around every page: document, header, and the pages for errors and wrong addresses. */
export function renderLayout(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    { path: "src/app/layout.tsx", content: layout(config, slots) },
    { path: "src/app/globals.css", content: globalStyles(config) },
    { path: "src/app/icon.svg", content: icon(config) },
    { path: "src/app/error.tsx", content: errorPage },
    { path: "src/app/not-found.tsx", content: notFoundPage },
    { path: "src/components/site-header.tsx", content: siteHeader(config, slots) },
  ];
}

function layout(config: ScaffoldConfig, { wrappers }: Slots): string {
  const translated = isTranslated(config);
  const imports = importLines([
    { name: "GeistMono", from: "geist/font/mono" },
    { name: "GeistSans", from: "geist/font/sans" },
    { name: "type Metadata", from: "next" },
    { name: "type ReactNode", from: "react" },
    { name: "SiteHeader", from: "@/components/site-header" },
    { name: "readVariable", from: "@/env" },
    ...(translated ? [{ name: "currentLocale", from: "@/i18n/server" }] : []),
    ...wrappers,
  ]);
  return `${imports}import "./globals.css";

const title = "${titleOf(config)}";
const appUrl = readVariable("NEXT_PUBLIC_APP_URL");

export const metadata: Metadata = {
  title: { default: title, template: "%s · " + title },
  description: title + ", built with Next.js.",
  metadataBase: appUrl !== undefined && URL.canParse(appUrl) ? new URL(appUrl) : undefined,
};

export default ${translated ? "async " : ""}function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang=${translated ? "{await currentLocale()}" : `"en"`} className={[GeistSans.variable, GeistMono.variable].join(" ")}>
      <body className="flex min-h-dvh flex-col font-sans">
${wrapped(["<SiteHeader />", "{children}"], wrappers)}
      </body>
    </html>
  );
}
`;
}

/** The lines inside these components, outermost first, indented as the body of the document. */
function wrapped(lines: readonly string[], wrappers: readonly CodeImport[]): string {
  const nested = wrappers.reduceRight(
    (inner, { name }) => [`<${name}>`, ...inner.map((line) => `  ${line}`), `</${name}>`],
    [...lines],
  );
  return nested.map((line) => `        ${line}`).join("\n");
}

const languageImports = [
  { name: "LanguageSwitch", from: "@/i18n/language-switch" },
  { name: "translatorFor", from: "@/i18n/locale" },
  { name: "currentLocale", from: "@/i18n/server" },
];

const translatedHeaderHead = `export async function SiteHeader() {
  const locale = await currentLocale();
  const t = translatorFor(locale);`;

function siteHeader(config: ScaffoldConfig, { nav, headerActions }: Slots): string {
  const translated = isTranslated(config);
  const imports = importLines([...headerActions, ...(translated ? languageImports : [])]).trimEnd();
  const links = nav.map(
    (entry) => `          <Link href="${entry.href}" className={link}>
            ${navLabel(config, entry)}
          </Link>`,
  );
  const navigation =
    links.length === 0
      ? ""
      : `
        <nav aria-label=${wordsAttribute(config, "main")} className="flex items-center gap-1">
${links.join("\n")}
        </nav>`;
  const actionLines = [
    ...(translated ? [`<LanguageSwitch locale={locale} label={t("language")} />`] : []),
    ...headerActions.map(({ name }) => `<${name} />`),
  ];
  const actions =
    actionLines.length === 0
      ? ""
      : `\n        <div className="ml-auto flex items-center gap-2">\n${actionLines.map((line) => `          ${line}\n`).join("")}        </div>`;
  const linkClass =
    links.length === 0
      ? ""
      : `\nconst link =
  "flex h-11 items-center rounded-lg px-2.5 text-sm text-muted transition-colors duration-150 hover:text-ink sm:h-9";\n`;
  return `import Link from "next/link";
${imports === "" ? "" : `${imports}\n`}${linkClass}
${translated ? translatedHeaderHead : "export function SiteHeader() {"}
  return (
    <header className="relative z-10 border-b border-line bg-canvas">
      <div className="mx-auto flex h-14 w-full max-w-5xl items-center gap-2 px-5 sm:gap-4">
        <Link href="/" className="flex h-11 min-w-0 items-center gap-2.5 text-sm font-semibold tracking-tight">
          <span aria-hidden className="grid size-6 shrink-0 place-items-center rounded-md bg-ink text-xs text-canvas">
            ${initialOf(config)}
          </span>
          <span className="truncate${links.length > 0 ? " max-sm:sr-only" : ""}">${titleOf(config)}</span>
        </Link>${navigation}${actions}
      </div>
    </header>
  );
}
`;
}

const errorPage = `"use client";

import { useEffect } from "react";
import { Button } from "@/components/button";
import { PageShell } from "@/components/page-shell";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <PageShell
      title="This page could not be shown"
      lead="Something failed on the server. Try again; if it stays, the server log says why."
    >
      {error.digest !== undefined && <p className="font-mono text-xs text-muted">Reference {error.digest}</p>}
      <div>
        <Button onClick={reset}>Try again</Button>
      </div>
    </PageShell>
  );
}
`;

const notFoundPage = `import { ButtonLink } from "@/components/button";
import { PageShell } from "@/components/page-shell";

export default function NotFoundPage() {
  return (
    <PageShell title="There is no page here" lead="The address is mistyped, or what was here has moved.">
      <div>
        <ButtonLink href="/">Go to the home page</ButtonLink>
      </div>
    </PageShell>
  );
}
`;
