import type { ConfigurationSummary } from "../../configurations/schema";
import { ConfigurationName } from "../../schema";

/** The dialog somebody opened. */
export type Asked =
  | { dialog: "create" }
  | { dialog: "edit" | "activate" | "delete"; configuration: ConfigurationSummary };

export interface ConfigurationForm {
  name: string;
  description: string;
  /** Empty for none. */
  baseEnvironment: string;
  /** Name of the configuration to copy; empty for none. */
  copyOf: string;
}

export const blankForm: ConfigurationForm = { name: "", description: "", baseEnvironment: "", copyOf: "" };

export function formOf({ name, description, baseEnvironment }: ConfigurationSummary): ConfigurationForm {
  return { name, description, baseEnvironment: baseEnvironment ?? "", copyOf: "" };
}

/** What is wrong with a name among those taken; undefined when it can be used. */
export function findNameProblem(
  name: string,
  taken: readonly Pick<ConfigurationSummary, "name">[],
): string | undefined {
  if (taken.some((each) => each.name === name)) return "This name is taken. Choose another one.";
  return ConfigurationName.safeParse(name).error?.issues[0]?.message;
}

interface Option {
  value: string;
  label: string;
}

/** Environments to inherit from; those that would lead back here say so. */
export function baseOptions(environment: string, known: readonly ConfigurationSummary[], current: string): Option[] {
  const bases = new Map(
    known.filter(({ isActive }) => isActive).map((each) => [each.environment, each.baseEnvironment]),
  );
  const names = new Set([...bases.keys(), ...(current ? [current] : [])]);
  names.delete(environment);
  const options = [...names].sort().map((name) => {
    const leadsBack = findCircle(environment, name, bases);
    return { value: name, label: leadsBack ? `${name} (inherits from ${environment} itself)` : name };
  });
  return [{ value: "", label: "None" }, ...options];
}

function findCircle(environment: string, base: string, bases: ReadonlyMap<string, string | null>): boolean {
  const seen = new Set<string>();
  for (let at: string | null | undefined = base; at && !seen.has(at); at = bases.get(at)) {
    if (at === environment) return true;
    seen.add(at);
  }
  return false;
}
