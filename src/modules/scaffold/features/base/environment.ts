import type { Slots, TemplateFile } from "../../engine/feature";
import type { VariableSpec } from "../../schema";

/** The one file that reads the environment, and the example file beside it. */
export function renderEnvironment({ variables }: Slots): TemplateFile[] {
  return [
    { path: "src/env.ts", content: environmentModule(variables) },
    { path: ".env.example", content: exampleFile(variables) },
  ];
}

function environmentModule(variables: readonly VariableSpec[]): string {
  const withAlternatives = variables.some(({ alternatives }) => alternatives !== undefined);
  return `type Need = "required" | "feature" | "optional";

interface Variable {
  /** What is off without it. */
  feature: string;
  /** required: the app cannot serve without it; feature: only that feature is off; optional: there is a default. */
  need: Need;${withAlternatives ? alternativesField : ""}
  read: () => string | undefined;
}

/** Every variable this project reads. What is declared here is checked at start and reported by /api/health. */
const variables = {
${variables.map(entry).join("\n")}
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;

export interface MissingVariable {
  name: VariableName;
  feature: string;
  isRequired: boolean;
}

/** The value, or undefined when the variable is unset or blank. */
export function readVariable(name: VariableName): string | undefined {
  return variables[name].read()?.trim() || undefined;
}

/** The value; throws an error that names the variable when there is none. */
export function requireVariable(name: VariableName): string {
  const value = readVariable(name);
  if (value === undefined)
    throw new Error(name + " is not set. Add it to .env.local (.env.example shows how) and start again.");
  return value;
}

/** What is not set and has no default. Read when asked, never while building. */
export function missingVariables(): MissingVariable[] {
  const declared = Object.entries(variables) as [VariableName, Variable][];
${withAlternatives ? filterWithAlternatives : plainFilter}
    .map(([name, { feature, need }]) => ({ name, feature, isRequired: need === "required" }));
}

/** The names that one feature is waiting for; empty when it can run. */
export function missingFor(feature: string): VariableName[] {
  return missingVariables()
    .filter((variable) => variable.feature === feature)
    .map(({ name }) => name);
}
`;
}

const alternativesField = `
  /** Others that, all set, do the same work. */
  alternatives?: string[];`;

const plainFilter = `  return declared
    .filter(([name, { need }]) => need !== "optional" && readVariable(name) === undefined)`;

const filterWithAlternatives = `  const unset = new Set<string>(declared.map(([name]) => name).filter((name) => readVariable(name) === undefined));
  const isReplaced = ({ alternatives }: Variable) => alternatives?.every((name) => !unset.has(name)) ?? false;
  return declared
    .filter(([name, variable]) => variable.need !== "optional" && unset.has(name) && !isReplaced(variable))`;

/** On one line where it fits. */
function entry({ key, feature, alternatives, ...variable }: VariableSpec): string {
  const fields = [
    `feature: ${JSON.stringify(feature)}`,
    `need: "${needOf(variable)}"`,
    ...(alternatives === undefined ? [] : [`alternatives: [${alternatives.map((name) => `"${name}"`).join(", ")}]`]),
    `read: () => process.env.${key}`,
  ];
  const line = `  ${key}: { ${fields.join(", ")} },`;
  return line.length <= 120 ? line : `  ${key}: {\n${fields.map((field) => `    ${field},\n`).join("")}  },`;
}

function needOf({ required, skippableLocally }: Pick<VariableSpec, "required" | "skippableLocally">): string {
  if (!required) return "optional";
  return skippableLocally ? "feature" : "required";
}

function exampleFile(variables: readonly VariableSpec[]): string {
  const blocks = variables.map((variable) => {
    const status = variable.required
      ? variable.skippableLocally
        ? `needed for ${variable.feature}`
        : "required"
      : "optional";
    const hint = variable.source === "generate" ? "\n# Make one with: openssl rand -base64 33" : "";
    const example = variable.example === undefined ? "" : `\n# Example: ${variable.example}`;
    const assignment = variable.required
      ? `${variable.key}=${variable.defaultValue ?? ""}`
      : `# ${variable.key}=${variable.defaultValue ?? ""}`;
    return `# ${variable.description} (${status})${hint}${example}\n${assignment}`;
  });
  return `# Copy to .env.local and fill in.\n\n${blocks.join("\n\n")}\n`;
}
