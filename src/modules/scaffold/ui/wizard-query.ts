import type { CatalogGroup } from "../options";
import type { ScaffoldConfig } from "../schema";

/** The name a new app has until it gets its own. */
const suggestedName = "my-app";

export interface Refused {
  field: string;
  value: string;
}

type Choice = string | string[];

/**
 * Reads the choices of an address, such as `?name=shop&database=drizzle-postgres`. What is left out has its default;
 * what does not exist is left out and named in `refused`, so that the page can say so.
 */
export function readChoices(
  query: URLSearchParams,
  groups: readonly CatalogGroup[],
  defaults: ScaffoldConfig,
): { config: ScaffoldConfig; refused: Refused[] } {
  const refused: Refused[] = [];
  const choices: Record<string, Choice> = {};
  for (const { field, multiple, options } of groups) {
    const given = query.get(field);
    if (given === null) continue;
    const values = given.split(",").filter(Boolean);
    const known = options.map(({ value }) => value).filter((value) => values.includes(value));
    for (const value of values) if (!known.includes(value)) refused.push({ field, value: value.slice(0, 60) });
    if (multiple) choices[field] = known;
    else if (known[0]) choices[field] = known[0];
  }
  const name = query.get("name");
  if (name !== null) choices.name = name.slice(0, 200);
  return { config: { ...defaults, ...choices }, refused };
}

/** Writes the choices that differ from the defaults, in catalog order, so that one configuration has one address. */
export function writeChoices(
  config: ScaffoldConfig,
  groups: readonly CatalogGroup[],
  defaults: ScaffoldConfig,
): URLSearchParams {
  const query = new URLSearchParams();
  // The name always: another visit may suggest another one.
  query.set("name", config.name);
  for (const { field } of groups) {
    const value = String(config[field]);
    if (value !== String(defaults[field])) query.set(field, value);
  }
  return query;
}

/** The suggested name, or the first numbered one that is free. */
export function freeName(taken: readonly string[], wanted = suggestedName): string {
  if (!taken.includes(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const name = `${wanted}-${number}`;
    if (!taken.includes(name)) return name;
  }
}
