import type { Command } from "commander";
import { confirmByName } from "../ask";
import { type ConfigFlags, hasConfigFlags, readConfig } from "../config-options";
import { connect, loadServer } from "../connect";
import { define, defineGroup } from "../define";
import { ago, writeNote, writeOutput, writeTable } from "../output";

export function addProjectCommands(program: Command): void {
  const group = defineGroup(program, "project", "create, list and delete projects");
  define(group, {
    usage: "create [name]",
    description: "create a project to set variables of and to deploy",
    examples: ["berth project create my-shop", "berth project create --config berth-config.json"],
  })
    .option("--config <file|json>", "its configuration as JSON, or a file that holds it")
    .action(createProject);
  define(group, { usage: "list", description: "list projects", examples: ["berth project list"] })
    .alias("ls")
    .action(listProjects);
  define(group, {
    usage: "delete <name>",
    description: "delete a project with its variables, deployments and apps",
    examples: ["berth project delete my-shop", "berth project delete my-shop --yes"],
  })
    .option("-y, --yes", "do not ask")
    .action(deleteProject);
}

async function createProject(name: string | undefined, flags: ConfigFlags): Promise<void> {
  const config = hasConfigFlags(flags) ? await readConfig(flags, name) : undefined;
  const { client } = await connect();
  const created = await client.project.create.mutate({ name: config?.name ?? name ?? "", config });
  writeOutput(created, created.name);
}

async function listProjects(): Promise<void> {
  const { client } = await connect();
  const projects = await client.project.list.query();
  const rows = projects.map((project) => [project.name, project.id, ago(project.updatedAt)]);
  writeTable(projects, ["NAME", "ID", "CHANGED"], rows, "There is no project yet. Create one: berth new my-shop");
}

async function deleteProject(name: string, flags: { yes?: boolean }): Promise<void> {
  const { client } = await connect();
  const project = await (await loadServer()).projectByName(client, name);
  const what = `This deletes ${name} with its variables, its deployments, its apps and their data.`;
  await confirmByName(what, name, flags.yes);
  await client.project.delete.mutate({ id: project.id });
  writeNote(`Deleted ${name}.`);
  writeOutput({ deleted: project.id, name }, "");
}
