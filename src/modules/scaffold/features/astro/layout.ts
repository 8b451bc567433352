import type { Slots, TemplateFile } from "../../engine/feature";
import { importLines } from "../../engine/imports";
import type { ScaffoldConfig } from "../../schema";
import { icon, initialOf, titleOf } from "../base/frameworks";
import { globalStyles } from "../base/styles";

/** The frame around every page: document, header, and the pages for errors and wrong addresses. */
export function renderLayout(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    { path: "src/layouts/layout.astro", content: layout(config) },
    { path: "src/layouts/site-header.astro", content: siteHeader(config, slots) },
    { path: "src/styles.css", content: globalStyles(config) },
    { path: "public/icon.svg", content: icon(config) },
    { path: "src/pages/404.astro", content: notFoundPage },
    { path: "src/pages/500.astro", content: errorPage },
  ];
}

function layout(config: ScaffoldConfig): string {
  const title = titleOf(config);
  return `---
import SiteHeader from "./site-header.astro";
import "../styles.css";

interface Props {
  /** The home page has none: it is the app itself. */
  title?: string;
}

const { title } = Astro.props;
---

<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="description" content="${title}, built with Astro." />
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <title>{title === undefined ? "${title}" : \`\${title} · ${title}\`}</title>
  </head>
  <body class="flex min-h-dvh flex-col font-sans">
    <SiteHeader />
    <slot />
  </body>
</html>
`;
}

function siteHeader(config: ScaffoldConfig, { nav, headerActions }: Slots): string {
  const links = nav.map(({ href, label }) => `          <a href="${href}" class={link}>${label}</a>\n`).join("");
  const navigation =
    nav.length === 0
      ? ""
      : `\n    <nav aria-label="Main" class="flex items-center gap-1">\n${links.replaceAll("          <a", "      <a")}    </nav>`;
  const actions =
    headerActions.length === 0
      ? ""
      : `\n    <div class="ml-auto flex items-center gap-2">\n${headerActions.map(({ name }) => `      <${name} client:load />\n`).join("")}    </div>`;
  const linkClass =
    nav.length === 0
      ? ""
      : `const link =
  "flex h-11 items-center rounded-lg px-2.5 text-sm text-muted transition-colors duration-150 hover:text-ink sm:h-9";\n`;
  const script = [importLines(headerActions), linkClass].filter((part) => part !== "").join("\n");
  return `${script === "" ? "" : `---\n${script}---\n\n`}<header class="relative z-10 border-b border-line bg-canvas">
  <div class="mx-auto flex h-14 w-full max-w-5xl items-center gap-2 px-5 sm:gap-4">
    <a href="/" class="flex h-11 min-w-0 items-center gap-2.5 text-sm font-semibold tracking-tight">
      <span aria-hidden="true" class="grid size-6 shrink-0 place-items-center rounded-md bg-ink text-xs text-canvas">
        ${initialOf(config)}
      </span>
      <span class="truncate${nav.length > 0 ? " max-sm:sr-only" : ""}">${titleOf(config)}</span>
    </a>${navigation}${actions}
  </div>
</header>
`;
}

const notFoundPage = `---
import { ButtonLink } from "@/components/button";
import { PageShell } from "@/components/page-shell";
import Layout from "../layouts/layout.astro";
---

<Layout title="There is no page here">
  <PageShell title="There is no page here" lead="The address is mistyped, or what was here has moved.">
    <div>
      <ButtonLink href="/">Go to the home page</ButtonLink>
    </div>
  </PageShell>
</Layout>
`;

const errorPage = `---
import { ButtonLink } from "@/components/button";
import { PageShell } from "@/components/page-shell";
import Layout from "../layouts/layout.astro";
---

<Layout title="This page could not be shown">
  <PageShell
    title="This page could not be shown"
    lead="Something failed on the server. Try again; if it stays, the server log says why."
  >
    <div>
      <ButtonLink href={Astro.originPathname}>Try again</ButtonLink>
    </div>
  </PageShell>
</Layout>
`;
