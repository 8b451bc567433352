import type { VariableSummary } from "../../schema";
import type { TemplateVariable } from "../../templates/schema";
import { partOf } from "./template-model";

/** `kept` is set already; the others say what happens without an answer. */
type ApplyKind = "asked" | "kept" | "made" | "brought" | "offered";

export interface ApplyRow {
  variable: TemplateVariable;
  kind: ApplyKind;
  /** The environment it is inherited from, where it is kept from there. */
  inheritedFrom: string | undefined;
}

/** A value that is being entered; empty text counts only where a person says so. */
export interface Answer {
  text: string;
  isEmptyMeant: boolean;
}

export type Answers = ReadonlyMap<string, Answer>;

const order: readonly ApplyKind[] = ["asked", "kept", "brought", "made", "offered"];
const kinds = { asks: "asked", makes: "made", brings: "brought", offers: "offered" } as const;

/** What each variable of a template comes to in this environment; what is asked for comes first. */
export function applyRows(
  variables: readonly TemplateVariable[],
  current: readonly Pick<VariableSummary, "key" | "inheritedFrom">[],
): ApplyRow[] {
  const held = new Map(current.map((variable) => [variable.key, variable]));
  const rows = variables.map((variable): ApplyRow => {
    const before = held.get(variable.key);
    return {
      variable,
      kind: before ? "kept" : kinds[partOf(variable)],
      inheritedFrom: before?.inheritedFrom,
    };
  });
  return rows.sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/** The value that was given, or undefined for none. */
export function givenOf(answer: Answer | undefined): string | undefined {
  if (!answer) return undefined;
  if (answer.text !== "") return answer.text;
  return answer.isEmptyMeant ? "" : undefined;
}

/** What is still needed before the template can be applied. */
export function missingKeys(rows: readonly ApplyRow[], answers: Answers): string[] {
  const asked = rows.filter(({ kind }) => kind === "asked").map(({ variable }) => variable.key);
  return asked.filter((key) => givenOf(answers.get(key)) === undefined);
}

/** What is sent: only what a person answered. */
export function valuesToSend(rows: readonly ApplyRow[], answers: Answers): Record<string, string> {
  const given = rows.flatMap(({ variable: { key } }) => {
    const value = givenOf(answers.get(key));
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(given);
}

export type Effect = "needed" | "kept" | "replaced" | "set" | "made" | "left-out";

const withoutAnswer: Readonly<Record<ApplyKind, Effect>> = {
  asked: "needed",
  kept: "kept",
  made: "made",
  brought: "set",
  offered: "left-out",
};

/** What applying does to one variable as things stand. */
export function effectOf({ kind, variable }: ApplyRow, answers: Answers): Effect {
  if (givenOf(answers.get(variable.key)) === undefined) return withoutAnswer[kind];
  return kind === "kept" ? "replaced" : "set";
}
