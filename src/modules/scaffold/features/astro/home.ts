import type { Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { homePage, statusLabelFile } from "../base/home";

/** The home page: a component that React renders on the server alone, in the state of this moment. */
export function renderHome(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  const variant = { path: "src/components/home.tsx", imports, opening, isHealthLate: false };
  return [
    { path: "src/pages/index.astro", content: indexPage },
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

const imports = `import type { Health } from "@/health";
import { ButtonLink } from "./button";
import { Link } from "./link";
import { StatusLabel } from "./status-label";
`;

const opening = `export function Home({ health }: { health: Health }) {`;
