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
  const entries = variables.map(({ key, feature, ...variable }) => {
    return `  ${key}: { feature: ${JSON.stringify(feature)}, need: "${needOf(variable)}", read: () => process.env.${key} },`;
  });
  return `type Need = "required" | "feature" | "optional";

interface Variable {
  /** What is off without it. */
  feature: string;
  /** required: the app cannot serve without it; feature: only that feature is off; optional: there is a default. */
  need: Need;
  read: () => string | undefined;
}

/** Every variable this project reads. What is declared here is checked at start and reported by /api/health. */
const variables = {
${entries.join("\n")}
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
  return declared
    .filter(([name, { need }]) => need !== "optional" && readVariable(name) === undefined)
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
