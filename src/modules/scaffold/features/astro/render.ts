import type { Slots, TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";
import { renderHome } from "./home";
import { renderLayout } from "./layout";
import { renderRoutes } from "./routes";
import { renderSettings } from "./settings";

/** The files of an Astro project that depend on what its features put into the slots. */
export function renderAstroProject(config: ScaffoldConfig, slots: Slots): TemplateFile[] {
  if (slots.wrappers.length > 0) throw new Error("Astro has no place around every page: its islands share no tree.");
  return [...renderSettings(), ...renderLayout(config, slots), ...renderHome(config, slots), ...renderRoutes(slots)];
}
