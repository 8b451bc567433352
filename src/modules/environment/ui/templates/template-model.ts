import type { VariableSummary } from "../../schema";
import { type ListedTemplate, TemplateCategory, type TemplateVariable } from "../../templates/schema";

export const categoryLabels: Readonly<Record<TemplateCategory, string>> = {
  own: "Own",
  framework: "Frameworks",
  database: "Databases",
  auth: "Sign-in",
  ai: "AI",
  storage: "Storage",
  mail: "E-mail",
  payments: "Payments",
  monitoring: "Monitoring",
  runtime: "Other projects",
};

/** What a person looks for: all, what this organization saved itself, or one category. */
export type TemplateChoice = "all" | TemplateCategory;

export interface TemplateGroup {
  id: TemplateCategory;
  label: string;
  templates: ListedTemplate[];
}

/** Templates in their categories, own ones first in a group of their own, whatever they are about. */
export function groupTemplates(
  templates: readonly ListedTemplate[],
  { search, choice }: { search: string; choice: TemplateChoice },
): TemplateGroup[] {
  const wanted = search.trim().toLowerCase();
  const isWanted = ({ name, description, variables }: ListedTemplate) =>
    [name, description, ...variables.map(({ key }) => key)].some((text) => text.toLowerCase().includes(wanted));
  return choicesOf(templates)
    .filter((id) => choice === "all" || id === choice)
    .map((id) => ({
      id,
      label: id === "own" ? "Own templates" : categoryLabels[id],
      templates: templates.filter((template) => groupOf(template) === id && isWanted(template)),
    }))
    .filter((group) => group.templates.length > 0);
}

/** The categories that hold something. */
export function choicesOf(templates: readonly ListedTemplate[]): TemplateCategory[] {
  const held = new Set(templates.map(groupOf));
  const rest = TemplateCategory.options.filter((category) => category !== "own");
  return (["own", ...rest] as const).filter((category) => held.has(category));
}

function groupOf({ isOfficial, category }: ListedTemplate): TemplateCategory {
  return isOfficial ? category : "own";
}

export interface TemplateSummary {
  /** Has to be answered where it is not set yet. */
  asks: string[];
  makes: string[];
  brings: string[];
  /** Only described; left out unless a value is given. */
  offers: string[];
}

/** What a template does where nothing is set yet. */
export function summarize(variables: readonly TemplateVariable[]): TemplateSummary {
  const summary: TemplateSummary = { asks: [], makes: [], brings: [], offers: [] };
  for (const variable of variables) summary[partOf(variable)].push(variable.key);
  return summary;
}

/** In the order in which the server decides. */
export function partOf({ isGenerated, value, required }: TemplateVariable): keyof TemplateSummary {
  if (isGenerated) return "makes";
  if (value !== undefined) return "brings";
  return required ? "asks" : "offers";
}

/** Whether the variable's value goes into a template that is saved. */
export function bringsValue({ visibility, isReference }: Pick<VariableSummary, "visibility" | "isReference">): boolean {
  return visibility === "plain" && !isReference;
}

export const mostKeys = 1_000;

/** The names to send; none for all, so that a large environment can be kept whole. */
export function keysToSave(
  variables: readonly Pick<VariableSummary, "key">[],
  leftOut: ReadonlySet<string>,
): string[] | undefined {
  const kept = variables.map(({ key }) => key).filter((key) => !leftOut.has(key));
  return kept.length === variables.length ? undefined : kept;
}
