import type { VariableSpec } from "@/modules/scaffold/schema";
import type { TargetPlatform } from "../schema";
import { findGiven } from "../validation/checks";
import { takesPostgres } from "../validation/databases";
import { namesOf } from "../validation/names";

export type Values = Readonly<Record<string, string>>;

export interface VariableGroup {
  id: "needed" | "optional" | "filled";
  title: string;
  description: string;
  specs: VariableSpec[];
}

/** Who supplies each variable. A variable never changes its group while a person types. */
export function groupSpecs(
  specs: readonly VariableSpec[],
  platform: TargetPlatform,
  hasDatabase = false,
): VariableGroup[] {
  const groupOf = (spec: VariableSpec): VariableGroup["id"] => {
    if (spec.source === "generate" || spec.source === "platform") return "filled";
    if (spec.source === "database" && platform === "local") return "filled";
    if (hasDatabase && spec.required && takesPostgres(spec)) return "filled";
    return spec.required && !canSkip(spec, platform) ? "needed" : "optional";
  };
  const groups: Omit<VariableGroup, "specs">[] = [
    { id: "needed", title: "Needed", description: "The app does not start without these." },
    { id: "optional", title: "Optional", description: "The app starts without these and names what is off." },
    { id: "filled", title: "Filled for you", description: "Berth supplies these. Enter a value only to use your own." },
  ];
  return groups
    .map((group) => ({ ...group, specs: specs.filter((spec) => groupOf(spec) === group.id) }))
    .filter((group) => group.specs.length > 0);
}

/** Whether the app starts without this variable there, with one feature off. */
export function canSkip(spec: VariableSpec, platform: TargetPlatform): boolean {
  return spec.required && spec.skippableLocally && platform === "local";
}

/** The text a variable has, under whichever of its names it was given. */
export function textOf(spec: VariableSpec, values: Values): string {
  return findGiven(spec, new Map(Object.entries(values)))?.value ?? "";
}

/** Values with one variable set under its current name; empty text takes it out. */
export function withValue(values: Values, spec: VariableSpec, value: string): Record<string, string> {
  const names = new Set(namesOf(spec));
  const rest = Object.entries(values).filter(([key]) => !names.has(key));
  return Object.fromEntries(value === "" ? rest : [...rest, [spec.key, value]]);
}

/** Names given that no variable of the project reads. */
export function extraKeys(specs: readonly VariableSpec[], values: Values): string[] {
  const read = new Set(specs.flatMap(namesOf));
  return Object.keys(values).filter((key) => !read.has(key));
}

export interface PasteChange {
  key: string;
  /** The name it is kept under, where the pasted one is an old name of it. */
  target: string;
  kind: "added" | "changed" | "unchanged";
}

export interface PastePreview {
  changes: PasteChange[];
  /** The values after the paste. */
  values: Record<string, string>;
}

/** What pasted values would change. Current names win over old names of the same variable. */
export function previewPaste(
  pasted: ReadonlyMap<string, string>,
  specs: readonly VariableSpec[],
  values: Values,
): PastePreview {
  const targets = new Map(specs.flatMap((spec) => namesOf(spec).map((name) => [name, spec.key] as const)));
  const next = new Map(Object.entries(values));
  const changes: PasteChange[] = [];
  for (const [key, value] of pasted) {
    const target = targets.get(key) ?? key;
    if (target !== key && pasted.has(target)) continue;
    const before = next.get(target);
    const kind = before === undefined ? "added" : before === value ? "unchanged" : "changed";
    changes.push({ key, target, kind });
    next.set(target, value);
  }
  return { changes, values: Object.fromEntries(next) };
}
