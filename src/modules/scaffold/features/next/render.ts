import type { Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { renderComponents } from "./components";
import { renderDocuments } from "./documents";
import { renderEnvironment } from "./environment";
import { renderHealth } from "./health";
import { renderHome } from "./home";
import { renderLayout } from "./layout";
import { renderSettings } from "./settings";

/** The files of a Next project that depend on what its features put into the slots. */
export function renderNextProject(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  return [
    ...renderSettings(slots),
    ...renderEnvironment(slots),
    ...renderHealth(slots),
    ...renderComponents(slots.components),
    ...renderLayout(config, slots),
    ...renderHome(config, slots),
    ...renderDocuments(config, slots),
  ];
}
