import type { ProofRow } from "../evidence";
import { catalogOptions } from "../options";

const levels = [
  "generates the same bytes twice, and reads exactly the variables it declares",
  "its types hold",
  "installs from its own lockfile, passes its lint and tests, and builds without a variable",
  "starts, is healthy, is used, and ends when told to",
];

/** The README's table of what can be chosen, and what each choice needs. */
export function optionsTable(): string {
  const lines = catalogOptions.map(({ label, options }) => {
    const free = options.filter(({ runsWithoutAccount }) => runsWithoutAccount).map((option) => option.label);
    const bound = Map.groupBy(
      options.filter(({ runsWithoutAccount }) => !runsWithoutAccount),
      ({ needs = "an account" }) => needs,
    );
    const needs = [...bound].map(
      ([need, some]) => `${some.map((option) => option.label).join(", ")} (${lowered(need)})`,
    );
    return `| ${label} | ${free.join(", ") || "-"} | ${needs.join("; ") || "-"} |`;
  });
  return ["| choice | runs here without an account | needs |", "|---|---|---|", ...lines].join("\n");
}

/** The README's table of how many of all rows were shown up to each level, and what none of them could use. */
export function provenTable(proven: readonly ProofRow[], total: number): string {
  const lines = levels.map((what, index) => {
    const count = proven.filter(({ level }) => level > index).length;
    return `| ${index + 1} | ${what} | ${count} of ${total} |`;
  });
  return ["| level | a row | rows |", "|---|---|---|", ...lines, "", notRunSentence(proven)].join("\n").trimEnd();
}

function notRunSentence(proven: readonly ProofRow[]): string {
  const reasons = new Map(proven.flatMap(({ notRun }) => notRun.map(({ part, reason }) => [part, reason] as const)));
  const parts = [...reasons].map(([part, reason]) => {
    const count = proven.filter(({ notRun }) => notRun.some((entry) => entry.part === part)).length;
    return `${part} in ${count} ${count === 1 ? "row" : "rows"} (${reason})`;
  });
  return parts.length === 0 ? "" : `Not used, for want of what they need: ${parts.sort().join(", ")}.`;
}

function lowered(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
