import { Command } from "commander";
import { asPasted, programName } from "./name";

interface Definition {
  /** Name and arguments as commander reads them, such as `status <id>`. */
  usage: string;
  description: string;
  /** Commands as a person would type them. */
  examples: string[];
  /** Runs when the group is named without a command of it. */
  isDefault?: boolean;
}

/** Adds a command with the options and the help that every command has. */
export function define(parent: Command, { usage, description, examples, isDefault = false }: Definition): Command {
  return parent
    .command(usage, { isDefault })
    .description(description)
    .option("--json", "print the result as JSON")
    .addHelpText("after", `\nExamples:\n${examples.map((line) => `  $ ${asPasted(line)}`).join("\n")}`);
}

/** Adds a group of commands, such as `berth token`. */
export function defineGroup(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description);
}

/** The program itself; commander throws instead of exiting, so that exit codes are ours. */
export function rootCommand(): Command {
  return new Command(programName())
    .description("From pick a stack to running app: create a project, set its environment, deploy it, keep it running.")
    .version(berthVersion, "-V, --version")
    .exitOverride()
    .showHelpAfterError(false)
    .addHelpText("after", "\nEach command has its own --help with examples.");
}

const berthVersion = "0.1.0";
