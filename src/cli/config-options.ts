import { readFile, stat } from "node:fs/promises";
import type { Command } from "commander";
import { parseConfig, parseConfigJson } from "@/modules/scaffold/pure";
import {
  AiProvider,
  AiTemplate,
  AuthOption,
  AuthProvider,
  DatabaseOption,
  Framework,
  PackageManager,
  type ScaffoldConfig,
} from "@/modules/scaffold/schema";
import { AppError } from "@/server/errors";

export interface ConfigFlags {
  config?: string;
  framework?: string;
  database?: string;
  auth?: string;
  authProviders?: string;
  aiTemplate?: string;
  aiProvider?: string;
  extras?: string;
  packageManager?: string;
}

const maxConfigBytes = 64 * 1024;

/** The flags that pick a stack; values are checked by the same schema as the wizard's. */
export function addConfigOptions(command: Command): Command {
  const oneOf = (values: readonly string[]) => values.join(", ");
  const anyOf = (values: readonly string[]) => `any of ${values.join(", ")}; comma-separated`;
  return command
    .option("--framework <name>", oneOf(Framework.options))
    .option("--database <name>", oneOf(DatabaseOption.options))
    .option("--auth <name>", oneOf(AuthOption.options))
    .option("--auth-providers <names>", anyOf(AuthProvider.options))
    .option("--ai-template <name>", oneOf(AiTemplate.options))
    .option("--ai-provider <name>", oneOf(AiProvider.options))
    .option("--extras <names>", "additions to the project; comma-separated")
    .option("--package-manager <name>", oneOf(PackageManager.options));
}

/** Whether any flag picks a stack, so that nothing has to be asked. */
export function hasConfigFlags(flags: ConfigFlags): boolean {
  return Object.keys(stated(flags)).length > 0 || flags.config !== undefined;
}

/** The configuration from --config (a file or JSON text), a name and the flags, which win. Throws VALIDATION. */
export async function readConfig(flags: ConfigFlags, name?: string): Promise<ScaffoldConfig> {
  const given = { ...(name === undefined ? {} : { name }), ...stated(flags) };
  if (flags.config === undefined) return parseConfig(given);
  const text = await readConfigText(flags.config);
  if (Object.keys(given).length === 0) return parseConfigJson(text);
  return parseConfig({ ...readObject(text), ...given });
}

/** The text of --config: JSON itself, or the file of that name. */
async function readConfigText(source: string): Promise<string> {
  if (source.trimStart().startsWith("{")) return source;
  const info = await stat(source).catch(() => undefined);
  if (!info?.isFile()) {
    const shown = source.length > 80 ? `${source.slice(0, 77)}...` : source;
    throw new AppError("VALIDATION", `config: there is no file ${JSON.stringify(shown)}. Give a file or JSON text.`);
  }
  if (info.size > maxConfigBytes) {
    throw new AppError("VALIDATION", "config: is over 64 KB; a configuration is a small JSON object.");
  }
  return readFile(source, "utf8");
}

/** Own keys only, `__proto__` among them, so that parseConfig still sees and refuses what it must. */
function readObject(text: string): object {
  const parsed = tryJson(text);
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : parseConfigJson(text);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function stated(flags: ConfigFlags): Record<string, unknown> {
  const list = (text: string | undefined) => text?.split(",").flatMap((item) => item.trim() || []);
  const { config: _config, ...rest } = flags;
  const values = { ...rest, authProviders: list(rest.authProviders), extras: list(rest.extras) };
  const fields = [
    ...(["framework", "database", "auth", "authProviders"] as const),
    ...(["aiTemplate", "aiProvider", "extras", "packageManager"] as const),
  ];
  return Object.fromEntries(fields.flatMap((field) => (values[field] === undefined ? [] : [[field, values[field]]])));
}
