import { readFile, stat } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { InvalidArgumentError } from "commander";
import { detectFormat, type FormatId, formatIds, readFormat, valuesOf } from "@/modules/environment/pure";
import { AppError } from "@/server/errors";
import { writeNote } from "./output";

const maxFileBytes = 1_048_576;

/** What a file of values holds, and the format it was read in. */
export interface ValuesFile {
  format: FormatId;
  values: Record<string, string>;
}

/** For commander: one of the formats by its id. */
export function asFormat(name: string): FormatId {
  const format = formatIds.find((id) => id === name);
  if (format) return format;
  throw new InvalidArgumentError(`Give one of ${formatIds.join(", ")}.`);
}

/**
 * The values of a file, or of standard input for `-`; warnings go to standard error. Throws VALIDATION with the place of
 * everything that cannot be read, so that nothing is left out silently.
 */
export async function readValues(file: string, option: string, format?: FormatId): Promise<ValuesFile> {
  const content = file === "-" ? await text(process.stdin) : await readText(file, option);
  const used = format ?? detectFormat(content, file);
  const { entries, problems } = await readFormat(content, used);
  const errors = problems.filter(({ level }) => level === "error");
  if (errors.length > 0) {
    const lines = errors.slice(0, 5).map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
    const more = errors.length > 5 ? ` And ${errors.length - 5} more.` : "";
    const details = { format: used, problems: errors };
    throw new AppError("VALIDATION", `${file}, read as ${used}: ${lines.join(" ")}${more}`, { details });
  }
  for (const { line, column, message } of problems) writeNote(`${file}:${line}:${column}  ${message}`);
  return { format: used, values: valuesOf(entries) };
}

async function readText(file: string, option: string): Promise<string> {
  const info = await stat(file).catch(() => undefined);
  if (info && info.size > maxFileBytes) {
    throw new AppError("VALIDATION", `${option}: ${file} is over 1 MiB; an environment holds a few kilobytes.`);
  }
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new AppError("VALIDATION", `${option}: cannot read ${JSON.stringify(file)}. Give a file of values.`, {
      cause,
    });
  }
}
