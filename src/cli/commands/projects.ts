import { type Command, Option } from "commander";
import { DeploySettings } from "@/modules/deployment/schema";
import { AppError } from "@/server/errors";
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
    usage: "settings <name>",
    description: "show or set how a project is built and started; what is not set is as its files say",
    examples: [
      "berth project settings my-shop",
      'berth project settings my-shop --root apps/web --build "npm run build:web"',
      'berth project settings my-shop --start ""',
      "berth project settings my-shop --reset",
    ],
  })
    .option("--root <dir>", "the app's folder inside the project")
    .option("--install <command>", "how its packages are installed")
    .option("--build <command>", "how it is built")
    .option("--start <command>", "how it is started; Vercel starts apps itself")
    .addOption(new Option("--reset", "set nothing any more").conflicts(["root", "install", "build", "start"]))
    .action(showSettings);
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

interface SettingFlags {
  root?: string;
  install?: string;
  build?: string;
  start?: string;
  reset?: boolean;
}

const settingNames = {
  root: "rootDirectory",
  install: "installCommand",
  build: "buildCommand",
  start: "startCommand",
} as const;

async function showSettings(name: string, flags: SettingFlags): Promise<void> {
  const fields = Object.entries(settingNames) as [keyof typeof settingNames, keyof DeploySettings][];
  const given = fields.filter(([flag]) => flags[flag] !== undefined);
  checkSettings(flags, given);
  const { client } = await connect();
  const { id: projectId } = await (await loadServer()).projectByName(client, name);
  let settings = flags.reset ? {} : await client.deployment.settings.query({ projectId });
  if (flags.reset || given.length > 0) {
    const changed = given.map(([flag, field]) => [field, flags[flag]?.trim()]);
    const all = Object.entries({ ...settings, ...Object.fromEntries(changed) });
    const kept = Object.fromEntries(all.filter(([, value]) => value !== ""));
    settings = await client.deployment.setSettings.mutate({ projectId, settings: kept });
    writeNote(`The settings hold from the next deployment of ${name} on.`);
  }
  const rows = fields.map(([flag, field]) => [flag, settings[field] ?? "as the files say"]);
  writeTable(settings, ["SETTING", "VALUE"], rows, "");
}

/** An empty one is taken away. Throws VALIDATION naming the option, before the server is asked. */
function checkSettings(flags: SettingFlags, given: readonly [keyof typeof settingNames, keyof DeploySettings][]): void {
  for (const [flag, field] of given) {
    if (flags[flag]?.trim() === "") continue;
    const { error } = DeploySettings.shape[field].safeParse(flags[flag]);
    if (error) throw new AppError("VALIDATION", `--${flag}: ${error.issues[0]?.message}`);
  }
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
