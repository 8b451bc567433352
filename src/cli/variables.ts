import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parseDotenv } from "@/modules/environment/pure";
import { AppError } from "@/server/errors";
import { connect, loadServer } from "./connect";
import { ago, writeNote, writeOutput, writeTable } from "./output";

interface Scope {
  project: string;
  environment: string;
}

/** `berth env list`: names and what is stored about them; values only where they are readable. */
export async function listVariables({ project, environment }: Scope): Promise<void> {
  const { client } = await connect();
  const { id } = await (await loadServer()).projectByName(client, project);
  const variables = await client.environment.list.query({ projectId: id, environment });
  const rows = variables.map((variable) => [
    variable.key,
    variable.sensitive ? "(hidden)" : (variable.value ?? ""),
    `version ${variable.version}`,
    // The other authors are ids of people.
    variable.author === "berth" ? `${ago(variable.updatedAt)} by Berth` : ago(variable.updatedAt),
  ]);
  const empty = `${project} has no variable in ${environment}. Set one: berth env set --project ${project} NAME=value`;
  writeTable(variables, ["NAME", "VALUE", "VERSION", "CHANGED"], rows, empty);
}

/** `berth env set`: values from NAME=value words and from a file. */
export async function setVariables(words: string[], flags: Scope & { file?: string; public?: boolean }): Promise<void> {
  const values = { ...(flags.file === undefined ? {} : await readDotenv(flags.file, "file")), ...readWords(words) };
  if (Object.keys(values).length === 0) {
    throw new AppError("VALIDATION", "Nothing to set. Give NAME=value, or a file with --file.");
  }
  const { client } = await connect();
  const { id } = await client.project.ensure.mutate({ name: flags.project });
  const sensitive = !flags.public;
  const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, sensitive }]));
  const saved = await client.environment.set.mutate({ projectId: id, environment: flags.environment, variables });
  writeNote(`${flags.project}, ${flags.environment}: ${saved.added.length} added, ${saved.changed.length} changed.`);
  writeOutput(saved, "");
}

/** `berth env unset`. */
export async function unsetVariables(keys: string[], { project, environment }: Scope): Promise<void> {
  const { client } = await connect();
  const { id } = await (await loadServer()).projectByName(client, project);
  const saved = await client.environment.unset.mutate({ projectId: id, environment, keys });
  writeNote(`${project}, ${environment}: ${saved.removed.length} removed.`);
  writeOutput(saved, "");
}

/** The values of a .env file, or of standard input for `-`; `option` is what named it. Throws VALIDATION naming the lines that cannot be read. */
export async function readDotenv(file: string, option: string): Promise<Record<string, string>> {
  const content = file === "-" ? await text(process.stdin) : await readText(file, option);
  const { entries, problems } = parseDotenv(content);
  const errors = problems.filter(({ level }) => level === "error");
  if (errors.length > 0) {
    const lines = errors.slice(0, 5).map(({ line, message }) => `line ${line}: ${message}`);
    throw new AppError("VALIDATION", `${file}: ${lines.join(" ")}`, { details: { problems: errors } });
  }
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

async function readText(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new AppError("VALIDATION", `${option}: cannot read ${JSON.stringify(file)}. Give a .env file.`, { cause });
  }
}

/** Values given as NAME=value words. Throws VALIDATION for a word that is none. */
export function readWords(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf("=");
      if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
      throw new AppError("VALIDATION", `${JSON.stringify(word.slice(0, 60))} is not NAME=value.`);
    }),
  );
}
