import type { Slots } from "../engine/compose";
import type { Feature, TemplateFile } from "../engine/feature";
import type { Framework, ScaffoldConfig } from "../schema";
import { next } from "./next/feature";
import { renderNextProject } from "./next/render";

/** Every feature, in the order their entries appear in a project. */
export const features: readonly Feature[] = [next];

/** Turns filled slots into the files of one framework. */
export const frameworks: Record<Framework, (config: ScaffoldConfig, slots: Slots) => TemplateFile[]> = {
  next: renderNextProject,
};
