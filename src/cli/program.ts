import type { Command } from "commander";
import { addAppCommands } from "./commands/apps";
import { addBackupCommands } from "./commands/backup";
import { addDeployCommand } from "./commands/deploy";
import { addDeploymentCommands } from "./commands/deployments";
import { addEnvironmentCommands } from "./commands/environment";
import { addNewCommand } from "./commands/new";
import { addProjectCommands } from "./commands/projects";
import { addSignInCommands } from "./commands/sign-in";
import { addTokenCommands } from "./commands/tokens";
import { rootCommand } from "./define";

/** Every command, in the order of the help. */
export function createProgram(): Command {
  const program = rootCommand();
  addNewCommand(program);
  addEnvironmentCommands(program);
  addDeployCommand(program);
  addDeploymentCommands(program);
  addAppCommands(program);
  addProjectCommands(program);
  addSignInCommands(program);
  addTokenCommands(program);
  addBackupCommands(program);
  return program;
}
