import { catalogOptions, resolveConfig, variablesOf } from "@/modules/scaffold/pure";
import { Framework, ScaffoldConfig, type VariableSpec } from "@/modules/scaffold/schema";
import { ruleFor } from "../validation/rules";
import { plainSets, type VariableSet } from "./official-sets";
import type { Template, TemplateCategory, TemplateVariable } from "./schema";

const categories: Readonly<Record<string, TemplateCategory>> = {
  framework: "framework",
  database: "database",
  auth: "auth",
  aiProvider: "ai",
  redis: "database",
  upstash: "database",
  email: "mail",
  payments: "payments",
};

/** Choices that need another one beside them before they read anything. */
const beside: Readonly<Record<string, object>> = { aiProvider: { aiTemplate: "chatbot" } };

let made: readonly Template[] | undefined;

/** The templates that come with Berth: one for each choice of the catalog that reads variables, and for other projects. */
export function officialTemplates(): readonly Template[] {
  made ??= [...catalogTemplates(), ...plainSets.map(fromSet)];
  return made;
}

function catalogTemplates(): Template[] {
  const bare = ScaffoldConfig.parse({ name: "app" });
  const frameworks = Framework.options.map((framework) => {
    const label = labelOf("framework", framework);
    const variables = variablesOf({ ...bare, framework }).map(fromSpec);
    const description = `What a project of Berth with ${label} reads.`;
    return { id: `framework-${framework}`, name: label, category: "framework" as const, description, variables };
  });
  const choices = catalogOptions.flatMap(({ field, options }) =>
    options.flatMap(({ value, label }) => {
      const category = categories[field] ?? categories[value];
      if (!category || category === "framework" || value === "none") return [];
      const added = addedBy(bare, field, value);
      const id = `${field}-${value}`.toLowerCase();
      return added.length === 0
        ? []
        : [{ id, name: label, category, description: `What ${label} needs.`, variables: added.map(fromSpec) }];
    }),
  );
  return [...frameworks, ...choices].filter(({ variables }) => variables.length > 0);
}

/** The variables that come with one choice alone. */
function addedBy(bare: ScaffoldConfig, field: string, value: string): VariableSpec[] {
  const chosen = field === "extras" || field === "authProviders" ? [value] : value;
  const { config } = resolveConfig({ ...bare, ...beside[field], [field]: chosen });
  const before = new Set(variablesOf(bare).map(({ key }) => key));
  return variablesOf(config).filter(({ key }) => !before.has(key));
}

function labelOf(field: string, value: string): string {
  const group = catalogOptions.find((each) => each.field === field);
  return group?.options.find((option) => option.value === value)?.label ?? value;
}

function fromSpec(spec: VariableSpec): TemplateVariable {
  const isPlain = !spec.sensitive;
  return {
    key: spec.key,
    type: spec.kind,
    // What Berth fills in is not asked for.
    required: spec.required && spec.source === "user" && !spec.alternatives,
    description: spec.description,
    example: spec.example ?? null,
    rule: spec.rule ?? null,
    pattern: null,
    options: null,
    visibility: isPlain ? "plain" : "masked",
    isGenerated: spec.source === "generate",
    ...(isPlain && spec.source === "user" && spec.defaultValue !== undefined ? { value: spec.defaultValue } : {}),
  };
}

function fromSet({ variables, ...set }: VariableSet): Template {
  return {
    ...set,
    variables: variables.map((variable): TemplateVariable => {
      const rule = ruleFor(variable.key, variable.rule);
      const type = variable.type ?? (variable.options ? "enum" : variable.value === undefined ? "secret" : "string");
      return {
        key: variable.key,
        type,
        required: variable.required ?? false,
        description: variable.description,
        example: variable.example ?? rule?.example ?? null,
        rule: rule?.id ?? null,
        pattern: null,
        options: variable.options ?? null,
        visibility: type === "secret" ? "masked" : (variable.visibility ?? "plain"),
        isGenerated: variable.isGenerated ?? false,
        ...(variable.value === undefined ? {} : { value: variable.value }),
      };
    }),
  };
}
