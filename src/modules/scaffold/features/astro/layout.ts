import type { Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { icon, titleOf } from "../base/frameworks";
import { globalStyles } from "../base/styles";
import { isTranslated } from "../i18n/texts";
import { siteHeader } from "./header";

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
  const translated = isTranslated(config);
  return `---
${translated ? `import { localeOf } from "@/i18n/locale";\n` : ""}import SiteHeader from "./site-header.astro";
import "../styles.css";

interface Props {
  /** The home page has none: it is the app itself. */
  title?: string;
}

const { title } = Astro.props;
---

<!doctype html>
<html lang=${translated ? "{localeOf(Astro.request.headers)}" : `"en"`}>
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
