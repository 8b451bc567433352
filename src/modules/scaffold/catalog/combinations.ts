import { type ConfigField, checkRules, fieldValues } from "../rules";
import { ScaffoldConfig } from "../schema";

/** Every combination of the catalog's values that no rule forbids; what the proofs run over. */
export function everyValidConfig(name: string): ScaffoldConfig[] {
  return everyConfig(name).filter((config) => checkRules(config).length === 0);
}

/** Every combination of the catalog's values, allowed or not. */
export function everyConfig(name: string): ScaffoldConfig[] {
  const fields = Object.keys(fieldValues) as ConfigField[];
  const start: Record<string, unknown>[] = [{ name }];
  const combined = fields.reduce(
    (configs, field) => configs.flatMap((config) => choicesOf(field).map((choice) => ({ ...config, [field]: choice }))),
    start,
  );
  return combined.map((config) => ScaffoldConfig.parse(config));
}

function choicesOf(field: ConfigField): unknown[] {
  const values: readonly string[] = fieldValues[field];
  return field === "authProviders" ? subsetsOf(values) : [...values];
}

function subsetsOf(values: readonly string[]): string[][] {
  const [first, ...rest] = values;
  if (first === undefined) return [[]];
  return subsetsOf(rest).flatMap((subset) => [subset, [first, ...subset]]);
}
