import { findNameCaution, generateValue, nameFault } from "@/modules/environment/pure";
import { AppError } from "@/server/errors";
import { connect, loadServer } from "./connect";
import { readValues } from "./environment-files";
import { parseGenerate } from "./generate-words";
import { ago, writeNote, writeOutput, writeTable } from "./output";

export interface Scope {
  project: string;
  environment: string;
}

/** What procedures take to find the values, by names a person gives. Throws NOT_FOUND for a project that is not there. */
export async function findPlace({ project, environment }: Scope) {
  const { client } = await connect();
  const { id: projectId } = await (await loadServer()).projectByName(client, project);
  return { client, projectId, ref: { projectId, environment } };
}

/** Who sees a value: everybody who may read, on request and recorded, or nobody again. */
export const visibilities = ["plain", "masked", "restricted"] as const;

/** `berth env list`: names and what is stored about them; values only where they are readable. */
export async function listVariables({ project, environment }: Scope): Promise<void> {
  const { client } = await connect();
  const { id } = await (await loadServer()).projectByName(client, project);
  const variables = await client.environment.list.query({ projectId: id, environment });
  const hidden = { plain: "", masked: "(hidden)", restricted: "(restricted)" };
  const rows = variables.map((variable) => [
    variable.key,
    variable.value ?? hidden[variable.visibility],
    `version ${variable.version}`,
    `${ago(variable.updatedAt)} by ${variable.authorName}`,
  ]);
  const empty = `${project} has no variable in ${environment}. Set one: berth env set --project ${project} NAME=value`;
  writeTable(variables, ["NAME", "VALUE", "VERSION", "CHANGED"], rows, empty);
}

interface SetFlags extends Scope {
  file?: string;
  generate?: string[];
  public?: boolean;
  visibility?: (typeof visibilities)[number];
  reference?: boolean;
  reason?: string;
}

/** `berth env set`: values from NAME=value words, from a file, and made here. */
export async function setVariables(words: string[], flags: SetFlags): Promise<void> {
  const read = flags.file === undefined ? {} : (await readValues(flags.file, "file")).values;
  const given = readWords(words);
  const made = await generateAll(flags.generate ?? []);
  const values = { ...read, ...given, ...made.values };
  if (Object.keys(values).length === 0) {
    throw new AppError("VALIDATION", "Nothing to set. Give NAME=value, or a file with --file.");
  }
  for (const key of Object.keys(values)) {
    const caution = findNameCaution(key);
    if (caution !== undefined) writeNote(`${key}: ${caution}`);
  }
  const { client } = await connect();
  const { id } = await client.project.ensure.mutate({ name: flags.project });
  // What stays unsaid stays as it is, and a new variable is masked.
  const visibility = flags.public ? "plain" : flags.visibility;
  const said = { isReference: flags.reference === true, ...(visibility === undefined ? {} : { visibility }) };
  const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, ...said }]));
  const reason = flags.reason === undefined ? {} : { reason: flags.reason };
  const ref = { projectId: id, environment: flags.environment };
  const saved = await client.environment.set.mutate({ ...ref, variables, ...reason });
  writeNote(`${flags.project}, ${flags.environment}: ${saved.added.length} added, ${saved.changed.length} changed.`);
  if (flags.reference) {
    for (const { key, problem } of await client.environment.resolve.query(ref))
      if (problem !== undefined && Object.hasOwn(values, key)) writeNote(`${key}: ${problem}`);
  }
  const publicKeys = Object.values(made.publicKeys).join("").trimEnd();
  writeOutput(publicKeys === "" ? saved : { ...saved, publicKeys: made.publicKeys }, publicKeys);
}

/** `berth env unset`. */
export async function unsetVariables(keys: string[], flags: Scope & { reason?: string }): Promise<void> {
  const { project, environment, reason } = flags;
  const { client } = await connect();
  const { id } = await (await loadServer()).projectByName(client, project);
  const said = reason === undefined ? {} : { reason };
  const saved = await client.environment.unset.mutate({ projectId: id, environment, keys, ...said });
  writeNote(`${project}, ${environment}: ${saved.removed.length} removed.`);
  writeOutput(saved, "");
}

/** The name of a variable as it was given. Throws VALIDATION for a text that is none. */
export function requireName(name: string): string {
  const fault = nameFault(name);
  if (fault !== undefined) throw new AppError("VALIDATION", fault);
  return name;
}

async function generateAll(words: readonly string[]) {
  const made = { values: {} as Record<string, string>, publicKeys: {} as Record<string, string> };
  for (const { key, request } of words.map(parseGenerate)) {
    const { value, publicKey } = await generateValue(request);
    made.values[requireName(key)] = value;
    if (publicKey !== undefined) made.publicKeys[key] = publicKey;
  }
  return made;
}

/** The values of a file in any format, or of standard input for `-`; `option` is what named it. Throws VALIDATION naming the lines that cannot be read. */
export async function readDotenv(file: string, option: string): Promise<Record<string, string>> {
  return (await readValues(file, option)).values;
}

/** Values given as NAME=value words. Throws VALIDATION for a word that is none. */
export function readWords(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf("=");
      if (at > 0) return [requireName(word.slice(0, at)), word.slice(at + 1)];
      throw new AppError("VALIDATION", `${JSON.stringify(word.slice(0, 60))} is not NAME=value.`);
    }),
  );
}
