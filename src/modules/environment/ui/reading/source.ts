import { detectFormat } from "../../formats/detect-format";
import { maxEntries, type Problem } from "../../formats/entries";
import { type FormatId, readFormat } from "../../formats/formats";

/** One text that variables are read from: what was pasted, or a file. */
export interface Source {
  id: number;
  /** Name of the file; none for pasted text. */
  fileName: string | undefined;
  text: string;
  /** Undefined leaves it to the text and its name. */
  chosenFormat: FormatId | undefined;
}

interface ReadSource {
  id: number;
  format: FormatId;
  count: number;
  problems: Problem[];
}

export interface Reading {
  parts: ReadSource[];
  /** The last value of each name over all sources. */
  values: ReadonlyMap<string, string>;
  /** What concerns the sources together. */
  notes: string[];
  /** Something was not read, so what is missing here may stand in the text all the same. */
  isPartial: boolean;
}

export const emptyReading: Reading = { parts: [], values: new Map(), notes: [], isPartial: false };

/** What a person sees as the name of a source. */
export function titleOf({ fileName }: Pick<Source, "fileName">): string {
  return fileName ?? "Pasted text";
}

export function formatOf({ chosenFormat, text, fileName }: Source): FormatId {
  return chosenFormat ?? detectFormat(text, fileName);
}

/** Line breaks as a text field keeps them, so that lines and columns are the same in both. */
export function normalizeText(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

/** Reads every source in its own format. Of a name in several of them the last one counts. */
export async function readSources(sources: readonly Source[]): Promise<Reading> {
  const parts: ReadSource[] = [];
  const values = new Map<string, string>();
  const placeOf = new Map<string, Source>();
  const notes: string[] = [];
  for (const source of sources) {
    const format = formatOf(source);
    const { entries, problems } = await readFormat(source.text, format);
    parts.push({ id: source.id, format, count: new Set(entries.map(({ key }) => key)).size, problems });
    const again = new Map<Source, Set<string>>();
    for (const { key, value } of entries) {
      const earlier = placeOf.get(key);
      if (earlier && earlier !== source) again.set(earlier, (again.get(earlier) ?? new Set()).add(key));
      placeOf.set(key, source);
      values.set(key, value);
    }
    for (const [earlier, keys] of again)
      notes.push(`${listed([...keys])} stands in ${titleOf(earlier)} too; what ${titleOf(source)} says counts.`);
  }
  if (values.size > maxEntries) notes.push(tooMany(values.size));
  const isPartial = parts.some(({ problems }) => problems.some(({ level }) => level === "error"));
  return { parts, values, notes, isPartial };
}

/** Whether more was read than one save takes. */
export function isOverLimit({ values }: Reading): boolean {
  return values.size > maxEntries;
}

function tooMany(count: number): string {
  const [all, most] = [count, maxEntries].map((each) => each.toLocaleString("en"));
  return `These are ${all} variables, and one import takes ${most}. Take a file out and import it on its own afterwards.`;
}

/** At most three names, and how many more there are. */
export function listed(keys: readonly string[]): string {
  const shown = keys.slice(0, 3).join(", ");
  return keys.length > 3 ? `${shown} and ${(keys.length - 3).toLocaleString("en")} more` : shown;
}

/** From a place in a text to the end of its line, as offsets; a place beyond the text is its end. */
export function rangeOf(text: string, line: number, column: number): [from: number, to: number] {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const next = text.indexOf("\n", start);
    if (next === -1) return [text.length, text.length];
    start = next + 1;
  }
  const end = text.indexOf("\n", start);
  const to = end === -1 ? text.length : end;
  return [Math.min(start + Math.max(column - 1, 0), to), to];
}
