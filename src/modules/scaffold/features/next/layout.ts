import type { Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";
import { icon, titleOf } from "../base/frameworks";
import { nested } from "../base/literals";
import { globalStyles } from "../base/styles";
import { isTranslated } from "../i18n/texts";
import { siteHeader } from "./header";

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
${nested(
  wrappers.map(({ name }) => name),
  ["<SiteHeader />", "{children}"],
  8,
)}
      </body>
    </html>
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

const notFoundPage = `import type { Metadata } from "next";
import { ButtonLink } from "@/components/button";
import { PageShell } from "@/components/page-shell";

export const metadata: Metadata = { title: "There is no page here" };

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
