import type { VariableSpec } from "@/modules/scaffold/schema";
import { type VariableSummary, VariableType } from "./schema";
import { isPublicKey } from "./validation/values";

/** What a typed environment module says of one variable. */
export interface TypedVariable {
  key: string;
  type: VariableType;
  required: boolean;
  description: string;
  options: readonly string[];
  /** Read in the browser too. */
  isPublic: boolean;
}

/** First line of a module written here; a file that begins otherwise is somebody's own. */
export const typesModuleMark = "// Written by `berth env types`. Run it again when the variables change.";

const lineWidth = 120;

/** What the code reads, with what is stored about it; what people said of a variable wins over what was found. */
export function mergeVariables(
  specs: readonly VariableSpec[],
  stored: readonly Pick<VariableSummary, "key" | "type" | "required" | "description" | "options">[],
): TypedVariable[] {
  const found = new Map(specs.map((spec) => [spec.key, spec]));
  const said = new Map(stored.map((each) => [each.key, each]));
  return [...new Set([...found.keys(), ...said.keys()])].sort().map((key) => {
    const [spec, known] = [found.get(key), said.get(key)];
    const isDescribed = known !== undefined && known.type !== "string";
    return {
      key,
      type: isDescribed ? known.type : (spec?.kind ?? "string"),
      // An app starts without what only a feature needs, and a stored value may be missing elsewhere.
      required: known?.required || (spec?.required === true && !spec.skippableLocally),
      description: known?.description || spec?.description || "",
      options: known?.options ?? [],
      isPublic: spec?.public ?? isPublicKey(key),
    };
  });
}

/** A TypeScript module that reads and checks these variables with zod 4, in the format of a generated project. */
export function writeTypesModule(variables: readonly TypedVariable[]): string {
  const groups = [
    { name: "server", about: "What only the server reads.", variables: variables.filter(({ isPublic }) => !isPublic) },
    { name: "client", about: "What the browser reads too.", variables: variables.filter(({ isPublic }) => isPublic) },
  ].filter((group) => group.variables.length > 0);
  const used = new Set(variables.map(({ type }) => type));
  return [
    `${typesModuleMark}\nimport { z } from "zod";\n`,
    ...Object.entries(helpers).flatMap(([type, helper]) => (used.has(VariableType.parse(type)) ? [helper] : [])),
    ...groups.map(({ name, variables: own }) => schemaOf(name, own)),
    ...groups.map(({ name, about, variables: own }) => readerOf(name, about, own)),
    checker,
  ].join("\n");
}

function schemaOf(name: string, variables: readonly TypedVariable[]): string {
  return `const ${name} = z.object({\n${variables.map(fieldOf).join("")}});\n`;
}

function readerOf(name: string, about: string, variables: readonly TypedVariable[]): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Environment`;
  const reads = variables.map(({ key }) => `    ${key}: ${readOf(key)},\n`).join("");
  return `export type ${type} = z.infer<typeof ${name}>;

/** ${about} Throws an error that names every variable at fault, and no value. */
export function ${name}Environment(): ${type} {
  return check(${name}, {
${reads}  });
}
`;
}

/** Bundlers put the value in the place of exactly this text. */
function readOf(key: string): string {
  return key.startsWith("VITE_") ? `import.meta.env.${key}` : `process.env.${key}`;
}

function fieldOf(variable: TypedVariable): string {
  const { key, required, description, options } = variable;
  const about = description.replace(/\s+/g, " ").replaceAll("*/", "* /").trim();
  const comment = about === "" ? "" : `  /** ${about} */\n`;
  const schema = schemaFor(variable);
  const line = `  ${key}: ${schema}${required ? "" : ".optional()"},\n`;
  if (line.length <= lineWidth + 1) return comment + line;
  const indent = required ? "    " : "      ";
  const values = options.map((option) => `${indent}${quoted(option)},\n`).join("");
  if (required) return `${comment}  ${key}: z.enum([\n${values}  ]),\n`;
  return `${comment}  ${key}: z.optional(\n    z.enum([\n${values}    ]),\n  ),\n`;
}

function schemaFor({ type, options }: TypedVariable): string {
  if (type === "enum") return options.length === 0 ? "z.string()" : `z.enum([${options.map(quoted).join(", ")}])`;
  return schemas[type];
}

/** With the quotes that need fewer escapes, as formatters write it. */
function quoted(text: string): string {
  const count = (mark: string) => text.split(mark).length;
  const double = JSON.stringify(text);
  if (count('"') <= count("'")) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const schemas: Record<Exclude<VariableType, "enum">, string> = {
  string: "z.string()",
  secret: "z.string()",
  multiline: "z.string()",
  number: "z.coerce.number()",
  boolean: "z.stringbool()",
  json: "json",
  url: "z.url()",
  email: "z.email()",
  port: "z.coerce.number().int().min(1).max(65535)",
  duration: "duration",
};

const helpers: Partial<Record<VariableType, string>> = {
  duration: "const duration = z.string().regex(/^(?:\\d+(?:\\.\\d+)?(?:ms|s|m|h|d|w))+$/);\n",
  json: `const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "Invalid JSON" });
    return z.NEVER;
  }
});
`,
};

const checker = `/** Set to nothing counts as not set. */
function check<Schema extends z.ZodType>(schema: Schema, values: Record<string, string | undefined>): z.output<Schema> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  const result = schema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => \`\${path.join(".")}: \${message}\`);
  throw new Error(\`The environment is not complete. \${faults.join("; ")}\`);
}
`;
