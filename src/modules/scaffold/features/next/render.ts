import type { Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { homePage, statusLabelFile } from "../base/home";
import { renderHealth } from "./health";
import { homeVariant } from "./home";
import { renderLayout } from "./layout";
import { renderRoutes } from "./routes";
import { renderSettings } from "./settings";

/** The files of a Next project that depend on what its features put into the slots. */
export function renderNextProject(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  const home = homeVariant(config);
  return [
    ...renderSettings(slots),
    ...renderHealth(),
    ...renderRoutes(slots),
    ...renderLayout(config, slots),
    homePage(config, slots, home),
    statusLabelFile(home),
  ];
}
