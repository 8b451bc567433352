import type { Command } from "commander";
import { rootCommand } from "./define";

type AddCommands = (program: Command) => void;

interface CommandFile {
  /** The commands it adds, aliases among them. */
  names: readonly string[];
  load: () => Promise<AddCommands>;
}

/** Every command, in the order of the help. */
const commandFiles: readonly CommandFile[] = [
  { names: ["new", "create"], load: async () => (await import("./commands/new")).addNewCommand },
  { names: ["add"], load: async () => (await import("./commands/add")).addAddCommand },
  { names: ["detect"], load: async () => (await import("./commands/detect")).addDetectCommand },
  { names: ["scan"], load: async () => (await import("./commands/scan")).addScanCommand },
  { names: ["env"], load: async () => (await import("./commands/environment")).addEnvironmentCommands },
  { names: ["deploy"], load: async () => (await import("./commands/deploy")).addDeployCommand },
  {
    names: ["deployments", "status", "logs", "cancel", "retry", "redeploy", "rollback", "promote"],
    load: async () => (await import("./commands/deployments")).addDeploymentCommands,
  },
  { names: ["download"], load: async () => (await import("./commands/download")).addDownloadCommand },
  { names: ["explain"], load: async () => (await import("./commands/explain")).addExplainCommand },
  {
    names: ["apps", "stop", "start", "delete"],
    load: async () => (await import("./commands/apps")).addAppCommands,
  },
  { names: ["project"], load: async () => (await import("./commands/projects")).addProjectCommands },
  { names: ["platform"], load: async () => (await import("./commands/platform")).addPlatformCommands },
  { names: ["github"], load: async () => (await import("./commands/github")).addGithubCommands },
  {
    names: ["login", "logout", "whoami", "open"],
    load: async () => (await import("./commands/sign-in")).addSignInCommands,
  },
  { names: ["token"], load: async () => (await import("./commands/tokens")).addTokenCommands },
  { names: ["vault"], load: async () => (await import("./commands/vault")).addVaultCommands },
  { names: ["audit"], load: async () => (await import("./commands/audit")).addAuditCommands },
  { names: ["backup", "restore"], load: async () => (await import("./commands/backup")).addBackupCommands },
];

/** The names of every command, as they are typed. */
export const commandNames: readonly string[] = commandFiles.flatMap(({ names }) => names);

/** The program with the file of the command that the first word names; with every command when it names none. */
export async function createProgram(firstWord?: string): Promise<Command> {
  const named = commandFiles.filter(({ names }) => firstWord !== undefined && names.includes(firstWord));
  const loaded = await Promise.all((named.length > 0 ? named : commandFiles).map(({ load }) => load()));
  const program = rootCommand();
  for (const addCommands of loaded) addCommands(program);
  return program;
}
