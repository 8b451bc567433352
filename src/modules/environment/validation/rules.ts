import { type Expectation, meets, type ProviderRule } from "./expectations";
import { ruleTable } from "./rule-table";

/** Every provider rule by id. */
export const providerRules: ReadonlyMap<string, ProviderRule> = new Map(ruleTable.map((rule) => [rule.id, rule]));

const ruleByKey = new Map(ruleTable.flatMap((rule) => rule.keys.map((key) => [key, rule] as const)));

/** The rule a variable names, else the one known for its name. */
export function ruleFor(key: string, ruleId?: string): ProviderRule | undefined {
  return (ruleId === undefined ? undefined : providerRules.get(ruleId)) ?? ruleByKey.get(key);
}

/** The first expectation a value breaks, blocking ones before warnings. `isRemote`: the app runs on another machine. */
export function checkRule(rule: ProviderRule, value: string, isRemote: boolean): Expectation | undefined {
  if (value.length > rule.maxLength) {
    const message = `This is over its maximum of ${rule.maxLength} characters.`;
    return { level: "block", matches: () => false, message };
  }
  const broken = [...rule.expectations, ...((isRemote && rule.remote) || [])].filter((each) => !meets(value, each));
  return broken.find(({ level }) => level === "block") ?? broken[0];
}
