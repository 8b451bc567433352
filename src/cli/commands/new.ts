import path from "node:path";
import { type Command, Option } from "commander";
import { commandOf, generate, zipProject } from "@/modules/scaffold/pure";
import type { ScaffoldConfig } from "@/modules/scaffold/schema";
import { AppError } from "@/server/errors";
import { isInteractive } from "../ask";
import { addConfigOptions, type ConfigFlags, hasConfigFlags, readConfig } from "../config-options";
import { define } from "../define";
import { requireEmptyTarget, writeNewFile, writeProject } from "../files";
import { programName, quoteWord } from "../name";
import { writeNote, writeOutput } from "../output";

interface NewFlags extends ConfigFlags {
  yes?: boolean;
  out?: string;
  zip?: string;
}

/** `berth new`: a project from choices, without a server. */
export function addNewCommand(program: Command): void {
  const command = define(program, {
    usage: "new [name]",
    description: "create a project; asks for its stack on a terminal when no option gives it",
    examples: [
      "berth new my-shop",
      "berth new my-shop --database drizzle-postgres --auth nextauth --auth-providers credentials",
      'berth new --config \'{"name":"my-shop"}\' --zip my-shop.zip',
    ],
  }).alias("create");
  addConfigOptions(command.option("--config <file|json>", "the whole configuration as JSON, or a file that holds it"))
    .option("-y, --yes", "ask nothing; what is not given has its default")
    .option("--out <dir>", "folder to write to (default: ./NAME)")
    .addOption(new Option("--zip <file>", "write a ZIP instead of a folder").conflicts("out"))
    .action(createNew);
}

async function createNew(name: string | undefined, flags: NewFlags): Promise<void> {
  const config = await chooseConfig(name, flags);
  const files = await generate(config);
  const command = commandOf(config);
  const count = `${files.length} files`;
  if (flags.zip !== undefined) {
    const file = path.resolve(requireText(flags.zip, "zip"));
    await writeNewFile(file, await zipProject(files, config.name));
    writeNote(`Created ${config.name} (${count}).`);
    return writeOutput({ name: config.name, path: file, files: files.length, config, command }, file);
  }
  const target = path.resolve(flags.out === undefined ? config.name : requireText(flags.out, "out"));
  await writeProject(target, files);
  writeNote(`Created ${config.name} (${count}).`);
  writeOutput({ name: config.name, path: target, files: files.length, config, command }, target);
  writeNote(nextSteps(target));
}

async function chooseConfig(name: string | undefined, flags: NewFlags): Promise<ScaffoldConfig> {
  if (!flags.yes && !hasConfigFlags(flags) && isInteractive()) {
    const { askForConfig } = await import("../ask-config");
    const config = await askForConfig(name);
    if (flags.zip === undefined) await requireEmptyTarget(path.resolve(flags.out ?? config.name));
    return config;
  }
  if (name === undefined && flags.config === undefined) {
    throw new AppError("VALIDATION", "name: is missing. Give the project a name, such as: berth new my-shop");
  }
  return readConfig(flags, name);
}

function requireText(value: string, option: string): string {
  if (value.trim() === "" || value.includes("\0")) throw new AppError("VALIDATION", `${option}: is not a path.`);
  return value;
}

function nextSteps(target: string): string {
  const folder = quoteWord(path.relative(process.cwd(), target) || ".");
  return [
    "\nNext:",
    `  cd ${folder} && npm ci && npm run dev`,
    `  ${programName()} deploy --dir ${quoteWord(target)} --platform local`,
  ].join("\n");
}
