import type { VariableSummary, Visibility } from "../../schema";
import type { ImportLine } from "../../transfer/schema";
import { checkProvider, checkText } from "../../validation/value-checks";
import { guessVisibility, visibilitiesFor } from "./guess-visibility";

export interface ImportRow {
  key: string;
  status: ImportLine["status"];
  /** What to look at before it is saved, or why it cannot be. */
  notes: string[];
  /** What it is now, or a guess for a new one. */
  visibility: Visibility;
  choices: Visibility[];
  /** Set in this environment itself, so that an unchanged visibility need not be sent. */
  isOwn: boolean;
}

/** What a person chose besides what is offered. */
export interface ImportChoices {
  leftOut: ReadonlySet<string>;
  visibility: ReadonlyMap<string, Visibility>;
}

export const noChoices: ImportChoices = { leftOut: new Set(), visibility: new Map() };

const order: readonly ImportLine["status"][] = ["invalid", "changed", "added", "unchanged"];

/** The lines of a preview with what is known of each variable; what needs a look comes first. */
export function rowsOf(
  lines: readonly ImportLine[],
  values: ReadonlyMap<string, string>,
  variables: readonly VariableSummary[],
): ImportRow[] {
  const known = new Map(variables.map((variable) => [variable.key, variable]));
  const rows = lines.map(({ key, status, message }): ImportRow => {
    const [before, value] = [known.get(key), values.get(key) ?? ""];
    // What stays as it is needs no advice.
    const more = status === "invalid" || status === "unchanged" ? [] : notesOn(key, value, before);
    return {
      key,
      status,
      notes: [message, ...more].filter((note) => note !== undefined),
      visibility: before?.visibility ?? guessVisibility(key, value),
      choices: visibilitiesFor(before?.inheritedFrom === undefined ? before : undefined),
      isOwn: before !== undefined && before.inheritedFrom === undefined,
    };
  });
  return rows.sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
}

function notesOn(key: string, value: string, before: VariableSummary | undefined): string[] {
  const notes: string[] = [];
  if (value === "") notes.push("The value is empty text.");
  else {
    const spec = { ...bareSpec, key, ...(before?.rule ? { rule: before.rule } : {}) };
    const verdict = checkText(spec, value) ?? checkProvider(spec, value, "local");
    if (verdict) notes.push(verdict.message);
  }
  if (before?.inheritedFrom !== undefined)
    notes.push(`Inherited from ${before.inheritedFrom} so far; this environment gets a value of its own.`);
  else if (before?.isReference) notes.push("It refers to another variable so far; the text takes its place.");
  return notes;
}

const bareSpec = {
  kind: "string" as const,
  required: false,
  sensitive: true,
  public: false,
  source: "user" as const,
  skippableLocally: false,
  description: "",
  aliases: [],
  feature: "",
};

export function canChoose({ status }: Pick<ImportRow, "status">): boolean {
  return status === "added" || status === "changed";
}

export function isChosen(row: ImportRow, { leftOut }: ImportChoices): boolean {
  return canChoose(row) && !leftOut.has(row.key);
}

export function visibilityOf(row: ImportRow, { visibility }: ImportChoices): Visibility {
  const chosen = visibility.get(row.key);
  return chosen !== undefined && row.choices.includes(chosen) ? chosen : row.visibility;
}

/** Takes rows in, or leaves them out. */
export function choose(choices: ImportChoices, rows: readonly ImportRow[], isTaken: boolean): ImportChoices {
  const leftOut = new Set(choices.leftOut);
  for (const { key } of rows) {
    if (isTaken) leftOut.delete(key);
    else leftOut.add(key);
  }
  return { ...choices, leftOut };
}

/** Gives rows a visibility; a row that cannot have it keeps its own. */
export function show(choices: ImportChoices, rows: readonly ImportRow[], to: Visibility): ImportChoices {
  const able = rows.filter((row) => canChoose(row) && row.choices.includes(to));
  return { ...choices, visibility: new Map([...choices.visibility, ...able.map(({ key }) => [key, to] as const)]) };
}

/** What `environment.set` is sent: the chosen rows, with a visibility where it is new. */
export function variablesToSet(
  rows: readonly ImportRow[],
  values: ReadonlyMap<string, string>,
  choices: ImportChoices,
): Record<string, { value: string; visibility?: Visibility }> {
  const chosen = rows.flatMap((row) => {
    const value = values.get(row.key);
    if (value === undefined || !isChosen(row, choices)) return [];
    const visibility = visibilityOf(row, choices);
    const isSaid = row.isOwn && visibility === row.visibility;
    return [[row.key, isSaid ? { value } : { value, visibility }] as const];
  });
  return Object.fromEntries(chosen);
}

/** How many rows have each status. */
export function countStatuses(rows: readonly ImportRow[]): Record<ImportLine["status"], number> {
  const counts = { added: 0, changed: 0, unchanged: 0, invalid: 0 };
  for (const { status } of rows) counts[status] += 1;
  return counts;
}
