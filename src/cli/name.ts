import { existsSync } from "node:fs";
import path from "node:path";

const commands = [
  ...["new", "create", "env", "deploy", "deployments", "status", "logs", "cancel", "retry", "redeploy", "rollback"],
  ...["add", "apps", "stop", "start", "delete", "project", "platform", "login", "logout", "whoami", "token"],
  ...["open", "download", "explain", "promote", "github", "backup", "restore", "detect", "audit", "vault", "scan"],
];
const mention = new RegExp(`(^|[\\s\`"'(])berth (?=(?:${commands.join("|")})\\b)`, "g");

/**
 * How to run this program so that a shown command works as pasted: `berth` behind the launcher on the PATH (which titles
 * the process so) or a link of that name, else the launcher beside this file, else node with this file.
 */
export function programName(): string {
  const file = process.argv[1] ?? "";
  if (process.title === "berth" || path.basename(file) === "berth") return "berth";
  const launcher = path.join(path.dirname(file), "berth");
  return process.platform !== "win32" && existsSync(launcher) ? quoteWord(launcher) : `node ${quoteWord(file)}`;
}

/** A text as one word of a shell command. */
export function quoteWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text with every `berth …` command in it written so that it runs as pasted here. */
export function asPasted(text: string): string {
  const name = programName();
  return name === "berth" ? text : text.replace(mention, (_, before: string) => `${before}${name} `);
}
