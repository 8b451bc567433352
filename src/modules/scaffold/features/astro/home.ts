import type { Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { type HomeVariant, homePage, statusLabelFile } from "../base/home";
import { isTranslated } from "../i18n/texts";

/** The home page: a component that React renders on the server alone, in the state of this moment. */
export function renderHome(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  const translated = isTranslated(config);
  const variant: HomeVariant = {
    path: "src/components/home.tsx",
    imports: translated ? translatedImports : imports,
    opening: translated
      ? "export function Home({ health, t }: { health: Health; t: Translate }) {"
      : "export function Home({ health }: { health: Health }) {",
    isHealthLate: false,
  };
  return [
    { path: "src/pages/index.astro", content: translated ? translatedIndexPage : indexPage },
    homePage(config, slots, variant),
    statusLabelFile(variant),
  ];
}

const indexPage = `---
import { Home } from "@/components/home";
import { checkHealth } from "@/health";
import Layout from "../layouts/layout.astro";

const health = await checkHealth();
---

<Layout>
  <Home health={health} />
</Layout>
`;

const translatedIndexPage = `---
import { Home } from "@/components/home";
import { checkHealth } from "@/health";
import { localeOf, translatorFor } from "@/i18n/locale";
import Layout from "../layouts/layout.astro";

const health = await checkHealth();
const t = translatorFor(localeOf(Astro.request.headers));
---

<Layout>
  <Home health={health} t={t} />
</Layout>
`;

const imports = `import type { Health } from "@/health";
import { ButtonLink } from "./button";
import { Link } from "./link";
import { StatusLabel } from "./status-label";
`;

const translatedImports = imports.replace(
  "\n",
  `
import type { Translate } from "@/i18n/locale";
import type { MessageKey } from "@/i18n/messages";
`,
);
