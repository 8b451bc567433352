import { catalogOptions } from "../options";
import { type ConfigField, rules } from "../rules";
import { ScaffoldConfig } from "../schema";

/** What was chosen, in the words of the catalog: only what differs from an app with nothing chosen. */
export function choicesNote(config: ScaffoldConfig): string {
  const plain = ScaffoldConfig.parse({ name: config.name });
  const named = catalogOptions
    .filter(({ field }) => field === "framework" || String(config[field]) !== String(plain[field]))
    .filter(({ field }) => field !== "aiProvider" || config.aiTemplate !== "none")
    .map(({ field, label }) => `${label}: ${labelsOf(field, config)}`);
  return `${named.join("; ")}.`;
}

/** Which fields the rules changed, and why. */
export function repairNotes(stated: ScaffoldConfig, config: ScaffoldConfig, applied: readonly string[]): string[] {
  const changes = catalogOptions
    .filter(({ field }) => [stated[field]].flat().toSorted().join() !== [config[field]].flat().toSorted().join())
    .map(({ field, label }) => `${label} became ${labelsOf(field, config)}`);
  if (changes.length === 0) return [];
  const reasons = rules.filter(({ id }) => applied.includes(id)).map(({ id, reason }) => `${reason} (rule ${id})`);
  return [`${changes.join(", ")}:`, ...reasons];
}

function labelsOf(field: ConfigField, config: ScaffoldConfig): string {
  const values: readonly string[] = [config[field]].flat();
  const options = catalogOptions.find((group) => group.field === field)?.options ?? [];
  const labels = values.map((value) => options.find((option) => option.value === value)?.label ?? value);
  return labels.join(", ") || "none";
}
