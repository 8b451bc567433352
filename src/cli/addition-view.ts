import type { AdditionPlan } from "@/modules/scaffold/pure";
import { quoteWord } from "./name";
import { columns, paint } from "./output";

/** How many files change in each way. */
export function summarize({ changes, conflicts }: AdditionPlan): Record<string, number> {
  const count = (status: string): number => changes.filter((change) => change.status === status).length;
  return {
    added: count("added"),
    changed: count("changed"),
    merged: count("merged"),
    removed: count("removed"),
    conflicting: conflicts.length,
  };
}

/** What an addition means, for people: what comes in and why, how many files, what clashes, what to know. */
export function describeAddition(plan: AdditionPlan): string {
  const { config, added, notes, catalog } = plan;
  const gains = added.map(({ field, value, because }) => [`  ${field}`, value, reasonOf(because)]);
  const counts = Object.entries(summarize(plan)).filter(([, count]) => count > 0);
  const parts = [
    `${paint("bold", `Adds to ${config.name}`)}\n${columns(gains)}`,
    `Files: ${counts.map(([status, count]) => `${count} ${status}`).join(", ")}.`,
    ...(catalog.recorded === catalog.current ? [] : [otherCatalog(catalog)]),
    ...conflictsOf(plan),
    ...notes,
    ...variablesOf(plan),
  ];
  return parts.join("\n\n");
}

/** What to do after it was written. */
export function describeNext({ config, install, steps, variables, conflicts }: AdditionPlan, folder: string): string {
  const enter = folder === "" ? [] : [`cd ${quoteWord(folder)}`];
  const commands = [...enter, ...(install === undefined ? [] : [install]), ...steps];
  const needed = variables.filter(({ required }) => required).map(({ key }) => key);
  return [
    `\nAdded to ${config.name}.`,
    ...(commands.length === 0 ? [] : ["", "Next:", ...commands.map((command) => `  ${command}`)]),
    ...(needed.length === 0 ? [] : [`  set ${needed.join(", ")} in .env.local`]),
    ...(conflicts.length === 0 ? [] : [`  look at ${conflicts.map(({ path }) => path).join(", ")}`]),
  ].join("\n");
}

function reasonOf(because: AdditionPlan["added"][number]["because"]): string {
  if (because === undefined) return "";
  return because.rule === undefined ? because.reason : `${because.reason} (rule ${because.rule})`;
}

function otherCatalog({ recorded, current }: AdditionPlan["catalog"]): string {
  return `The project was made with catalog ${recorded}, and this Berth has ${current}: what was generated then is not known. Where a file differs from what is generated today, that counts as an edit of yours. It stays, and the packages keep their versions; run the type check afterwards.`;
}

function conflictsOf({ conflicts }: AdditionPlan): string[] {
  if (conflicts.length === 0) return [];
  const rows = conflicts.map(({ path, places }) => [`  ${path}`, places.join(", ")]);
  return [`${paint("yellow", "You and the addition changed the same")}\n${columns(rows)}`];
}

function variablesOf({ variables }: AdditionPlan): string[] {
  if (variables.length === 0) return [];
  const rows = variables.map(({ key, required, feature, description }) => [
    `  ${key}`,
    required ? `for ${feature}` : "optional",
    description,
  ]);
  return [`${paint("bold", "New variables")}\n${columns(rows)}`];
}
