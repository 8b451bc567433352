import type { Command } from "commander";
import { define, defineGroup } from "../define";
import { ago, writeNote, writeOutput, writeTable } from "../output";
import { findPlace, type Scope } from "../variables";

/** `env configurations`: several sets of values for one environment, one of them active. */
export function addConfigurationCommands(parent: Command, scoped: (command: Command) => Command): void {
  const group = defineGroup(parent, "configurations", "the sets of values of an environment; one of them is active");
  scoped(
    define(group, {
      usage: "list",
      description: "list the configurations of an environment",
      examples: ["berth env configurations --project my-shop"],
      isDefault: true,
    }).alias("ls"),
  )
    .option("--all", "those of every environment of the project")
    .action(listConfigurations);
  scoped(
    define(group, {
      usage: "create <name>",
      description: "create a configuration; the first of an environment is active at once",
      examples: [
        "berth env configurations create blue --project my-shop --description 'New database'",
        "berth env configurations create default --project my-shop -e staging --base production",
      ],
    }),
  )
    .option("--description <text>", "what it is for")
    .option("--base <environment>", "take what it does not set from this environment")
    .action(createConfiguration);
  scoped(
    define(group, {
      usage: "activate <name>",
      description: "make it the one that deployments use; recorded in the audit log",
      examples: ["berth env configurations activate blue --project my-shop"],
    }),
  ).action(activateConfiguration);
}

async function listConfigurations({ all, ...scope }: Scope & { all?: boolean }): Promise<void> {
  const { client, projectId } = await findPlace(scope);
  const asked = { projectId, ...(all ? {} : { environment: scope.environment }) };
  const configurations = await client.environment.configurations.query(asked);
  const rows = configurations.map((each) => [
    each.environment,
    each.name,
    each.isActive ? "active" : "",
    `${each.count} set`,
    each.baseEnvironment === null ? "" : `based on ${each.baseEnvironment}`,
    ago(each.createdAt),
    each.description,
  ]);
  const headings = ["ENVIRONMENT", "NAME", "STATE", "VALUES", "BASE", "CREATED", "DESCRIPTION"];
  writeTable(configurations, headings, rows, "There is none yet; the first value that is set makes one.");
}

interface CreateFlags extends Scope {
  description?: string;
  base?: string;
}

async function createConfiguration(name: string, { description, base, ...scope }: CreateFlags): Promise<void> {
  const { client, ref } = await findPlace(scope);
  const made = await client.environment.createConfiguration.mutate({
    ...ref,
    name,
    ...(description === undefined ? {} : { description }),
    ...(base === undefined ? {} : { baseEnvironment: base }),
  });
  const where = `--project ${scope.project} -e ${scope.environment}`;
  const next = made.isActive ? "It is active." : `To use it: berth env configurations activate ${name} ${where}`;
  writeNote(`${scope.project}, ${scope.environment}: ${name} created. ${next}`);
  writeOutput(made, made.id);
}

async function activateConfiguration(name: string, scope: Scope): Promise<void> {
  const { client, ref } = await findPlace(scope);
  const active = await client.environment.activateConfiguration.mutate({ ...ref, configuration: name });
  writeNote(`${scope.project}, ${scope.environment}: ${name} is active. Deployments from now on use it.`);
  writeOutput(active ?? { ...ref, configuration: name, isActive: true }, "");
}
