import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import { Platform } from "@/modules/deployment/schema";
import { checkEnvironment, parseDotenv } from "@/modules/environment/pure";
import type { CheckStatus } from "@/modules/environment/schema";
import { variablesOf } from "@/modules/scaffold/pure";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { AppError } from "@/server/errors";
import { readConfig } from "../config-options";
import { define, defineGroup } from "../define";
import { columns, isJson, paint, writeNote, writeResult } from "../output";
import { readVariables } from "../project-folder";
import { CommandFailed } from "../run";
import { listVariables, setVariables, unsetVariables, visibilities } from "../variables";
import { addConfigurationCommands } from "./environment-configurations";
import { addCopyCommand } from "./environment-copy";
import { addDescribeCommands } from "./environment-describe";
import { addHistoryCommands } from "./environment-history";
import { addNeedsCommands } from "./environment-needs";
import { addRunCommand } from "./environment-run";
import { addSyncCommands } from "./environment-sync";
import { addTemplateCommands } from "./environment-templates";
import { addTransferCommands } from "./environment-transfer";
import { addTypesCommand } from "./environment-types";

interface CheckFlags {
  config?: string;
  dir?: string;
  file: string;
  platform: Platform;
}

export function addEnvironmentCommands(program: Command): void {
  const group = defineGroup(program, "env", "environment variables of projects");
  define(group, {
    usage: "check",
    description: "check a .env file against what a project reads; needs no server",
    examples: ["berth env check --dir my-shop --file my-shop/.env", "berth env check --config config.json --file .env"],
  })
    .addOption(new Option("--config <file|json>", "configuration of the project").conflicts("dir"))
    .option("--dir <dir>", "folder of the project")
    .requiredOption("--file <file>", "the .env file to check")
    .addOption(new Option("--platform <name>", "where it will run").choices(Platform.options).default("local"))
    .action(checkFile);
  const scoped = (command: Command) =>
    command
      .requiredOption("--project <name>", "the project")
      .option("-e, --environment <name>", "the environment", "production");
  scoped(
    define(group, {
      usage: "list",
      description: "list the stored variables of a project",
      examples: ["berth env list --project my-shop"],
    }).alias("ls"),
  ).action(listVariables);
  scoped(
    define(group, {
      usage: "set [variables...]",
      description: "store variables given as NAME=value, or read from a file; creates a missing project",
      examples: [
        "berth env set --project my-shop NEXT_PUBLIC_TITLE=Shop --public",
        "berth env set --project my-shop --file .env",
        "berth env set --project my-shop --generate AUTH_SECRET --generate ID=uuid",
      ],
    }).alias("add"),
  )
    .option("--file <file>", "a file of values, or - for standard input; keeps secrets out of the shell's history")
    .option(
      "--generate <names...>",
      "make a value: NAME, NAME=secret:64, NAME=uuid, NAME=password:32, NAME=key-pair:rsa",
    )
    .option("--public", "store the values as readable: they are shown in lists")
    .addOption(new Option("--visibility <name>", "who sees the values").choices(visibilities).conflicts("public"))
    .option("--reference", "take names in double braces after a $ in the values for references to other variables")
    .option("--reason <text>", "why, for the history")
    .action(setVariables);
  scoped(
    define(group, {
      usage: "unset <names...>",
      description: "remove stored variables",
      examples: ["berth env unset --project my-shop OPENAI_API_KEY"],
    }).alias("rm"),
  )
    .option("--reason <text>", "why, for the history")
    .action(unsetVariables);
  addDescribeCommands(group, scoped);
  addNeedsCommands(group, scoped);
  addTransferCommands(group, scoped);
  addCopyCommand(group, scoped);
  addHistoryCommands(group, scoped);
  addConfigurationCommands(group, scoped);
  addTemplateCommands(group, scoped);
  addSyncCommands(group, scoped);
  addRunCommand(group, scoped);
  addTypesCommand(group);
}

async function checkFile(flags: CheckFlags): Promise<void> {
  const specs = await specsOf(flags);
  const { entries, problems } = parseDotenv(await readDotenvFile(flags.file));
  const values = Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  const check = checkEnvironment({ specs, values, platform: flags.platform });
  const valid = check.valid && problems.every(({ level }) => level !== "error");
  if (isJson()) writeResult({ valid, variables: check.variables, problems });
  else {
    for (const { line, level, message } of problems) writeNote(`${flags.file}:${line}  ${level}: ${message}`);
    const rows = check.variables.map((each) => [mark(each.status), each.key, each.message]);
    if (rows.length > 0) process.stdout.write(`${columns(rows)}\n`);
    writeNote(valid ? paint("green", "Valid.") : paint("red", "Not valid."));
  }
  if (!valid) throw new CommandFailed(1);
}

async function specsOf({ config, dir }: CheckFlags): Promise<VariableSpec[]> {
  if (config !== undefined) return variablesOf(await readConfig({ config }));
  if (dir !== undefined) return readVariables(path.resolve(dir));
  throw new AppError("VALIDATION", "Say which project: --config FILE or --dir DIR.");
}

async function readDotenvFile(file: string): Promise<string> {
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) throw new AppError("VALIDATION", `file: there is no file ${JSON.stringify(file)}.`);
  if (info.size > 1_048_576)
    throw new AppError("VALIDATION", "file: is over 1 MiB; a .env file holds a few kilobytes.");
  return readFile(file, "utf8");
}

function mark(status: CheckStatus): string {
  return {
    error: "error",
    missing: "missing",
    warning: "warning",
    skipped: "off",
    ok: "ok",
    generated: "made",
    provided: "filled",
  }[status];
}
