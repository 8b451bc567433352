import { type Command, Option } from "commander";
import { TemplateCategory } from "@/modules/environment/pure";
import { AppError } from "@/server/errors";
import { connect } from "../connect";
import { define } from "../define";
import { readValues } from "../environment-files";
import { writeNote, writeOutput, writeTable } from "../output";
import type { Client } from "../server";
import { findPlace, readWords, type Scope } from "../variables";

const categoryOption = (about: string) => new Option("--category <name>", about).choices(TemplateCategory.options);

/** `env templates`, `env apply` and `env save-template`. */
export function addTemplateCommands(group: Command, scoped: (command: Command) => Command): void {
  define(group, {
    usage: "templates",
    description: "list templates: sets of variables to begin an environment with",
    examples: ["berth env templates", "berth env templates --category database --search postgres"],
  })
    .addOption(categoryOption("only of this kind"))
    .option("--search <text>", "only with this in the name, the description or a variable")
    .action(listTemplates);
  scoped(
    define(group, {
      usage: "apply <template>",
      description: "add the variables of a template, by its id or name; creates a missing project",
      examples: [
        "berth env apply database-drizzle-postgres --project my-shop --set DATABASE_URL=postgres://user@host/shop",
        "berth env apply extras-payments --project my-shop -e staging --file keys.env",
      ],
    }),
  )
    .option("--set <values...>", "what the template asks for, as NAME=value; empty text is a value")
    .option("--file <file>", "a file of values, or - for standard input; keeps secrets out of the shell's history")
    .option("--reason <text>", "why, for the history")
    .action(applyTemplate);
  scoped(
    define(group, {
      usage: "save-template <name>",
      description: "keep the variables of an environment as a template: names and what is said of them, no secret",
      examples: ["berth env save-template 'Our service' --project my-shop"],
    }),
  )
    .option("--key <names...>", "only these variables")
    .option("--description <text>", "what it is for")
    .addOption(categoryOption("its kind").default("own"))
    .action(saveTemplate);
}

interface ListFlags {
  category?: TemplateCategory;
  search?: string;
}

async function listTemplates({ category, search }: ListFlags): Promise<void> {
  const { client } = await connect();
  const wanted = { ...(category === undefined ? {} : { category }), ...(search === undefined ? {} : { search }) };
  const templates = await client.environment.templates.query(wanted);
  const rows = templates.map(({ id, name, category: kind, variables, isOfficial, useCount }) => [
    id,
    isOfficial ? name : `${name} (own)`,
    kind,
    variables.map(({ key, required }) => (required ? key : `[${key}]`)).join(" "),
    useCount === 0 ? "" : `used ${useCount}x`,
  ]);
  writeTable(templates, ["ID", "NAME", "KIND", "VARIABLES", ""], rows, "No template is like that.");
}

interface ApplyFlags extends Scope {
  set?: string[];
  file?: string;
  reason?: string;
}

async function applyTemplate(given: string, { set = [], file, reason, ...scope }: ApplyFlags): Promise<void> {
  const read = file === undefined ? {} : (await readValues(file, "file")).values;
  const values = { ...read, ...readWords(set) };
  const { client } = await connect();
  const templateId = await templateByName(client, given);
  const { id: projectId } = await client.project.ensure.mutate({ name: scope.project });
  const why = reason === undefined ? {} : { reason };
  const ref = { projectId, environment: scope.environment };
  const saved = await client.environment.applyTemplate.mutate({ ...ref, templateId, values, ...why });
  const { added, changed } = saved;
  writeNote(`${scope.project}, ${scope.environment}: ${added.length} added, ${changed.length} changed.`);
  writeOutput(saved, [...added.map((key) => `+ ${key}`), ...changed.map((key) => `~ ${key}`)].join("\n"));
}

/** The id of a template by its id or its name. Throws NOT_FOUND, and CONFLICT for a name that two have. */
async function templateByName(client: Client, given: string): Promise<string> {
  const templates = await client.environment.templates.query({});
  const isNamed = ({ name }: { name: string }) => name.toLowerCase() === given.toLowerCase();
  const [found, other] = [...templates.filter(({ id }) => id === given), ...templates.filter(isNamed)];
  if (!found) throw new AppError("NOT_FOUND", `There is no template ${given}. berth env templates lists them.`);
  if (other && found.id !== given)
    throw new AppError("CONFLICT", `Two templates are named ${given}: ${found.id} and ${other.id}. Give the id.`);
  return found.id;
}

interface SaveFlags extends Scope {
  key?: string[];
  description?: string;
  category: TemplateCategory;
}

async function saveTemplate(name: string, { key, description, category, ...scope }: SaveFlags): Promise<void> {
  const { client, ref } = await findPlace(scope);
  const template = await client.environment.saveTemplate.mutate({
    ...ref,
    name,
    category,
    ...(description === undefined ? {} : { description }),
    ...(key === undefined ? {} : { keys: key }),
  });
  const names = template.variables.map((variable) => variable.key).join(", ");
  writeNote(`${template.name} keeps ${names}. Apply it: berth env apply ${template.id} --project NAME`);
  writeOutput(template, template.id);
}
