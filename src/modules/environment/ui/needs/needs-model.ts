import { plural } from "@/ui/format";
import type { VariableCheck } from "../../schema";
import type { Usage, UsageStatus, VariableUsage } from "../../usage/schema";

/** What the list can be narrowed to: `needed` is all the project reads, set or not. */
export type NeedsFilter = "all" | "needed" | UsageStatus;

/** The filters in the order of the page, each with how many lines it leaves. */
export function filtersOf({ variables, counts, needed }: Pick<Usage, "variables" | "counts" | "needed">) {
  const filters: { id: NeedsFilter; label: string; count: number }[] = [
    { id: "all", label: "All", count: variables.length },
    { id: "needed", label: "Needed", count: needed },
    { id: "missing", label: "Missing", count: counts.missing },
    { id: "set", label: "Set", count: counts.set },
    { id: "filled", label: "Filled in", count: counts.filled },
    { id: "optional", label: "Optional", count: counts.optional },
    { id: "unused", label: "Unused", count: counts.unused },
  ];
  return filters;
}

const order: readonly UsageStatus[] = ["missing", "set", "filled", "optional", "unused"];

/** The lines of a filter and a search, what is missing first. */
export function linesOf(
  variables: readonly VariableUsage[],
  filter: NeedsFilter,
  search: string,
): readonly VariableUsage[] {
  const wanted = search.trim().toLowerCase();
  const isWanted = ({ key, status, description, feature, provider = "" }: VariableUsage) =>
    (filter === "all" || (filter === "needed" ? status !== "unused" : status === filter)) &&
    [key, description, feature, provider].some((text) => text.toLowerCase().includes(wanted));
  return variables
    .filter(isWanted)
    .sort((one, next) => order.indexOf(one.status) - order.indexOf(next.status) || (one.key < next.key ? -1 : 1));
}

/** The state of the environment in one line. */
export function summaryOf({ counts, needed }: Pick<Usage, "counts" | "needed">): string {
  const unused =
    counts.unused === 0
      ? ""
      : ` ${plural(counts.unused, "variable")} set here ${counts.unused === 1 ? "is" : "are"} read nowhere.`;
  if (needed === 0) return `The project reads no variable.${unused}`;
  if (counts.missing === 0) return `Nothing is missing: ${plural(needed, "variable")} needed.${unused}`;
  const verb = counts.missing === 1 ? "is" : "are";
  return `${counts.missing} of ${needed} needed ${needed === 1 ? "variable" : "variables"} ${verb} missing.${unused}`;
}

/** What the line says below the name. */
export function messageOf({ status, suppliedBy, message }: VariableUsage, platform: string): string | undefined {
  if (suppliedBy === undefined) return message;
  if (status === "set" && suppliedBy === platform) return "The platform sets it itself, so leave it out here.";
  if (status === "set") return message;
  const referenced = suppliedBy === platform ? " The app refers to it; it is not asked for." : "";
  return `${message ?? ""}${referenced}`.trim();
}

/** Words that stand where nothing more is known of the feature or the provider. */
const ownWords = new Set(["The app", "The app itself"]);

/** What it belongs to, for people: the feature that is off without it, and the provider. */
export function factsOf({ feature, provider = "" }: VariableUsage): string {
  return [...new Set([feature, provider])].filter((word) => word !== "" && !ownWords.has(word)).join(", ");
}

/** What is said of it, unless that only repeats where it is read. */
export function descriptionOf({ description, places }: VariableUsage): string {
  return places.length > 0 && /^(?:For .+; r|R)ead in /.test(description) ? "" : description;
}

/** Names that can be removed here: what is inherited is removed where it is set. */
export function removableOf(variables: readonly VariableUsage[]): string[] {
  return variables.flatMap(({ key, status, inheritedFrom }) =>
    status === "unused" && inheritedFrom === undefined ? [key] : [],
  );
}

/** What a check of the stored values found, by name. What is missing stands in the list already. */
export function faultsOf(checks: readonly VariableCheck[]): ReadonlyMap<string, VariableCheck> {
  return new Map(
    checks.flatMap((check): [string, VariableCheck][] =>
      check.status === "error" || check.status === "warning" ? [[check.key, check]] : [],
    ),
  );
}

/** What a check of the stored values came to. */
export function checkSummary(faults: ReadonlyMap<string, VariableCheck>): string {
  const errors = [...faults.values()].filter(({ status }) => status === "error").length;
  const warnings = faults.size - errors;
  if (faults.size === 0) return "Each value fits what is known of it.";
  const parts = [
    ...(errors > 0 ? [`${plural(errors, "value")} cannot be right`] : []),
    ...(warnings > 0 ? [`${plural(warnings, "value")} to look at`] : []),
  ];
  return `${parts.join(", ")}.`;
}
