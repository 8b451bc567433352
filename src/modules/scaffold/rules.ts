import type { RuleViolation, ScaffoldConfig } from "./schema";
import { AiProvider, AiTemplate, AuthOption, AuthProvider, DatabaseOption, Framework, PackageManager } from "./schema";

/** The fields a person chooses from, with every value in catalog order. */
export const fieldValues = {
  framework: Framework.options,
  database: DatabaseOption.options,
  auth: AuthOption.options,
  authProviders: AuthProvider.options,
  aiTemplate: AiTemplate.options,
  aiProvider: AiProvider.options,
  packageManager: PackageManager.options,
} as const;

export type ConfigField = keyof typeof fieldValues;

/** Holds when every named field has, or for a list contains, one of the values. */
type Condition = { readonly [F in ConfigField]?: readonly (typeof fieldValues)[F][number][] };

type ConfigChange = Partial<Omit<ScaffoldConfig, "name">>;

interface Fix {
  readonly label: string;
  readonly set: ConfigChange;
}

/** One line of the table that the wizard, the API, the CLI and the tests all read. */
export interface Rule {
  readonly id: string;
  /** The field a message about this rule is shown at. */
  readonly field: ConfigField;
  readonly when: Condition;
  readonly forbids?: Condition;
  readonly requires?: Condition;
  /** The change that repairs the configuration without asking. */
  readonly implies?: ConfigChange;
  readonly reason: string;
  readonly fix: Fix;
  /** What enables an option of this field when the rule disables it; `fix` where not given. */
  readonly enables?: { readonly [F in ConfigField]?: Fix };
}

/** Every rule of the catalog. */
export const rules: readonly Rule[] = [
  {
    id: "auth-providers-need-auth",
    field: "authProviders",
    when: { auth: ["none"] },
    forbids: { authProviders: ["credentials", "github"] },
    implies: { authProviders: [] },
    reason: "A sign-in method does nothing while sign-in is off.",
    fix: { label: "Choose Auth.js (auth: nextauth)", set: { auth: "nextauth" } },
  },
  {
    id: "nextauth-needs-provider",
    field: "authProviders",
    when: { auth: ["nextauth"] },
    requires: { authProviders: ["credentials", "github"] },
    implies: { authProviders: ["credentials"] },
    reason: "Auth.js needs at least one way to sign in.",
    fix: { label: "Add e-mail and password (authProviders: credentials)", set: { authProviders: ["credentials"] } },
    enables: {
      authProviders: {
        label: "Choose GitHub first (authProviders: github)",
        set: { authProviders: ["credentials", "github"] },
      },
    },
  },
  {
    id: "credentials-need-database",
    field: "database",
    when: { authProviders: ["credentials"] },
    requires: { database: ["drizzle-postgres"] },
    implies: { database: "drizzle-postgres" },
    reason: "E-mail and password sign-in keeps its users in a table.",
    fix: {
      label: "Choose PostgreSQL with Drizzle (database: drizzle-postgres)",
      set: { database: "drizzle-postgres" },
    },
    enables: {
      database: { label: "Sign in with GitHub alone (authProviders: github)", set: { authProviders: ["github"] } },
    },
  },
];

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
  return { value, selected, disabled: { ...violationOf(blocking, candidate, fix), field, value } };
}

function applyImplied(
  start: ScaffoldConfig,
  mayChange: (field: string) => boolean,
): { config: ScaffoldConfig; applied: string[] } {
  let config = inCatalogOrder(start);
  const applied: string[] = [];
  for (let round = 0; round <= rules.length; round += 1) {
    const rule = rules.find((candidate) => {
      const fields = Object.keys(candidate.implies ?? {});
      return fields.length > 0 && fields.every(mayChange) && isBroken(candidate, config);
    });
    if (rule === undefined) return { config, applied };
    config = { ...config, ...rule.implies };
    applied.push(rule.id);
  }
  throw new Error(`The rules ${applied.join(", ")} undo each other.`);
}

/** The order in which values were picked must not change the project. */
function inCatalogOrder(config: ScaffoldConfig): ScaffoldConfig {
  return { ...config, authProviders: AuthProvider.options.filter((value) => config.authProviders.includes(value)) };
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

function violationOf(rule: Rule, config: ScaffoldConfig, fix: Fix): RuleViolation {
  const value = config[rule.field];
  return {
    id: rule.id,
    field: rule.field,
    value: Array.isArray(value) ? value.join(",") : value,
    reason: rule.reason,
    fix: { label: fix.label, set: { ...fix.set } },
  };
}
