import { catalogOptions } from "../options";
import { type ConfigField, rules } from "../rules";
import { ScaffoldConfig } from "../schema";

/** What was chosen, in the words of the catalog: the framework, and what an app with nothing chosen has not. */
export function choicesOf(config: ScaffoldConfig): string {
  const plain = ScaffoldConfig.parse({ name: config.name });
  return catalogOptions
    .filter(({ field }) => field === "framework" || String(config[field]) !== String(plain[field]))
    .filter(({ field }) => field !== "aiProvider" || config.aiTemplate !== "none")
    .flatMap(({ field }) => labelsOf(field, config))
    .join(", ");
}

/** Which fields the rules changed, and why; nothing where they changed nothing. */
export function repairNotes(stated: ScaffoldConfig, config: ScaffoldConfig, applied: readonly string[]): string[] {
  const changes = catalogOptions
    .filter(({ field }) => [stated[field]].flat().toSorted().join() !== [config[field]].flat().toSorted().join())
    .map(({ field, label }) => `${label} ${labelsOf(field, config).join(" and ") || "none"}`);
  if (changes.length === 0) return [];
  const reasons = rules.filter(({ id }) => applied.includes(id)).map(({ id, reason }) => `${reason} (Rule ${id}.)`);
  return [`Set by the rules: ${changes.join(", ")}.`, ...reasons];
}

function labelsOf(field: ConfigField, config: ScaffoldConfig): string[] {
  const values: readonly string[] = [config[field]].flat();
  const options = catalogOptions.find((group) => group.field === field)?.options ?? [];
  return values.map((value) => options.find((option) => option.value === value)?.label ?? value);
}
