import { type ConfigField, changeFor, type Fix, fieldValues, type Rule, rules } from "./rule-table";
import { AuthProvider, Extra, type RuleViolation, type ScaffoldConfig } from "./schema";

export { type ConfigField, fieldValues, rules };

/** The rules that a configuration breaks, in table order. */
export function checkRules(config: ScaffoldConfig): RuleViolation[] {
  return rules.filter((rule) => isBroken(rule, config)).map((rule) => violationOf(rule, config, rule.fix));
}

/** Applies what the rules imply until nothing changes. `applied` names the rules that changed something. */
export function resolveConfig(config: ScaffoldConfig): { config: ScaffoldConfig; applied: string[] } {
  return applyImplied(config, () => true);
}

/** Applies implied values only to fields that were left out, so that a stated choice is refused rather than changed. */
export function fillImplied(config: ScaffoldConfig, stated: ReadonlySet<string>): ScaffoldConfig {
  return applyImplied(config, (field) => !stated.has(field)).config;
}

export interface OptionState {
  value: string;
  selected: boolean;
  /** Why the option cannot be chosen (or, when selected in a list, cannot be removed), and what enables it. */
  disabled?: RuleViolation;
}

/** For every field and value: whether choosing it leads to a valid project, and if not, why and what enables it. */
export function optionStates(config: ScaffoldConfig): Record<ConfigField, OptionState[]> {
  const fields = Object.keys(fieldValues) as ConfigField[];
  const states = fields.map((field) => [field, fieldValues[field].map((value) => optionState(config, field, value))]);
  return Object.fromEntries(states) as Record<ConfigField, OptionState[]>;
}

/** The configuration after a person picks a value: sets a single field, toggles a value of a list. */
export function chooseOption(config: ScaffoldConfig, field: ConfigField, value: string): ScaffoldConfig {
  const current = config[field];
  if (!Array.isArray(current)) return { ...config, [field]: value };
  const chosen = new Set<string>(current);
  if (!chosen.delete(value)) chosen.add(value);
  return { ...config, [field]: fieldValues[field].filter((option) => chosen.has(option)) };
}

function optionState(config: ScaffoldConfig, field: ConfigField, value: string): OptionState {
  const selected = holds({ [field]: [value] }, config);
  if (selected && !Array.isArray(config[field])) return { value, selected };
  const candidate = chooseOption(config, field, value);
  const resolved = resolveConfig(candidate).config;
  const kept = holds({ [field]: [value] }, resolved) !== selected && checkRules(resolved).length === 0;
  if (kept) return { value, selected };
  const blocking = rules.find((rule) => isBroken(rule, candidate));
  if (blocking === undefined) return { value, selected };
  const fix = blocking.enables?.[field] ?? blocking.fix;
  return { value, selected, disabled: { ...violationOf(blocking, candidate, fix, value), field, value } };
}

function applyImplied(
  start: ScaffoldConfig,
  mayChange: (field: string) => boolean,
): { config: ScaffoldConfig; applied: string[] } {
  let config = inCatalogOrder(start);
  const applied: string[] = [];
  for (let round = 0; round <= rules.length; round += 1) {
    const rule = rules.find((candidate) => {
      if (candidate.implies === undefined || !isBroken(candidate, config)) return false;
      return Object.keys(changeFor(candidate.implies, config)).every(mayChange);
    });
    if (rule?.implies === undefined) return { config, applied };
    config = { ...config, ...changeFor(rule.implies, config) };
    applied.push(rule.id);
  }
  throw new Error(`The rules ${applied.join(", ")} undo each other.`);
}

/** The order in which values were picked must not change the project. */
function inCatalogOrder(config: ScaffoldConfig): ScaffoldConfig {
  return {
    ...config,
    authProviders: AuthProvider.options.filter((value) => config.authProviders.includes(value)),
    extras: Extra.options.filter((value) => config.extras.includes(value)),
  };
}

function isBroken(rule: Rule, config: ScaffoldConfig): boolean {
  if (!holds(rule.when, config)) return false;
  if (rule.forbids !== undefined && holds(rule.forbids, config)) return true;
  return rule.requires !== undefined && !holds(rule.requires, config);
}

function holds(
  condition: { readonly [field: string]: readonly string[] | undefined },
  config: ScaffoldConfig,
): boolean {
  const fields: Readonly<Record<string, unknown>> = config;
  return Object.entries(condition).every(([field, wanted]) => {
    const value = fields[field];
    const present = Array.isArray(value) ? value : [value];
    return present.some((item) => wanted?.includes(item) === true);
  });
}

function violationOf(rule: Rule, config: ScaffoldConfig, fix: Fix, wanted?: string): RuleViolation {
  const value = config[rule.field];
  return {
    id: rule.id,
    field: rule.field,
    value: Array.isArray(value) ? value.join(",") : value,
    reason: rule.reason,
    fix: { label: fix.label, set: changeFor(fix.set, config, wanted) },
  };
}
