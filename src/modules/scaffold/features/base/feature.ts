import type { ComponentName, Contribution, Feature, Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { renderComponents } from "./components";
import { renderDocuments } from "./documents";
import { renderEnvironment } from "./environment";
import { baseFacts } from "./facts";
import { renderHealth } from "./health";
import { sharedModules } from "./modules";
import { renderStart } from "./start";

/** What every project has, whatever its framework. */
export const base: Feature = {
  ...baseFacts,
  contribute: (config) => ({
    files: sharedModules(config),
    endpoints: config.framework === "next" ? [] : [healthEndpoint],
  }),
  render: renderBase,
};

const healthEndpoint: Required<Contribution>["endpoints"][number] = {
  path: "/api/health",
  handlers: { GET: "answerHealth" },
  from: "@/health",
  summary: "Names every missing variable and every service that does not answer.",
};

function renderBase(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    ...renderEnvironment(slots),
    renderHealth(config, slots),
    renderStart(config, slots),
    ...renderComponents(config, componentsOf(slots)),
    ...renderDocuments(config, slots),
    { path: ".gitignore", content: gitignore(slots) },
  ];
}

function componentsOf({ components, pages }: Slots): ComponentName[] {
  return pages.some(({ feature }) => feature !== undefined) ? [...components, "feature-off"] : components;
}

function gitignore({ ignoredPaths }: Slots): string {
  const paths = ["/node_modules", ...ignoredPaths, "*.tsbuildinfo", ".env*", "!.env.example", ".DS_Store"];
  return `${paths.join("\n")}\n`;
}
