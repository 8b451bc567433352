import { AppError } from "@/server/errors";
import { parseConfig } from "../config";
import { changeFor } from "../rule-table";
import { type ConfigField, fieldValues, resolveConfig, rules } from "../rules";
import { ScaffoldConfig } from "../schema";

/** What a person asks for, as typed: values of lists are added, a single value is set where there is none. */
export interface WantedChoices {
  database?: string;
  auth?: string;
  authProviders?: readonly string[];
  aiTemplate?: string;
  aiProvider?: string;
  extras?: readonly string[];
}

interface Reason {
  /** The rule that demands it; none for a default. */
  rule?: string;
  reason: string;
}

/** A choice that the project gains. `because` is there when nobody asked for it. */
export interface AddedChoice {
  field: ConfigField;
  value: string;
  because?: Reason;
}

const settable = ["database", "auth", "aiTemplate"] as const;
const growable = ["authProviders", "extras"] as const;
const flagOf: Partial<Record<ConfigField, string>> = {
  database: "--database",
  auth: "--auth",
  authProviders: "--auth-providers",
  aiTemplate: "--ai-template",
  aiProvider: "--ai-provider",
};

/**
 * The configuration with what is wanted, and what that adds. Throws VALIDATION for an unknown value, for one that would
 * replace another, and for what a rule forbids.
 */
export function chooseAddition(
  recorded: ScaffoldConfig,
  wanted: WantedChoices,
): { config: ScaffoldConfig; added: AddedChoice[] } {
  refuseWrongPlace(wanted);
  refuseReplacement(recorded, wanted);
  const input = inputOf(recorded, wanted);
  const config = parseConfig(input);
  const reasons = reasonsOf(input);
  const added = gainsOf(recorded, config).map(({ field, value }): AddedChoice => {
    const because = isAsked(wanted, field, value) ? undefined : reasons.get(field);
    return because === undefined ? { field, value } : { field, value, because };
  });
  return { config, added };
}

/** `berth add rag` means a choice of another field: it is named rather than guessed. */
function refuseWrongPlace({ extras = [] }: WantedChoices): void {
  for (const value of extras) {
    if (holds("extras", value)) continue;
    const fields = (Object.keys(flagOf) as ConfigField[]).filter((field) => value !== "none" && holds(field, value));
    if (fields.length === 0) continue;
    const flags = fields.map((field) => `${flagOf[field]} ${value}`).join(" or ");
    throw new AppError("VALIDATION", `extras: ${value} is not an extra. Give it as ${flags}.`);
  }
}

function refuseReplacement(recorded: ScaffoldConfig, wanted: WantedChoices): void {
  const hasModel = recorded.aiTemplate !== "none";
  for (const field of [...settable, "aiProvider"] as const) {
    const [present, value] = [recorded[field], wanted[field]];
    if (value === undefined || value === present || !holds(field, value)) continue;
    if (field === "aiProvider" ? !hasModel : present === "none") continue;
    throw new AppError(
      "VALIDATION",
      `${field}: the project has ${present}, and berth add replaces nothing. Make a project with ${value} by berth new, and move your code there.`,
    );
  }
  if (wanted.aiProvider !== undefined && !hasModel && (wanted.aiTemplate ?? "none") === "none") {
    throw new AppError(
      "VALIDATION",
      `aiProvider: the project has nothing yet that asks a model. Say what shall, such as --ai-template chatbot --ai-provider ${wanted.aiProvider}.`,
    );
  }
}

/** Only what is chosen: what is open may be filled by a rule. */
function inputOf(recorded: ScaffoldConfig, wanted: WantedChoices): Record<string, unknown> {
  const { name, framework, packageManager } = recorded;
  const single = settable.flatMap((field) => {
    const value = wanted[field] ?? recorded[field];
    return value === "none" ? [] : [[field, value] as const];
  });
  const aiProvider = wanted.aiProvider ?? (recorded.aiTemplate === "none" ? undefined : recorded.aiProvider);
  const lists = growable.map((field) => [field, [...new Set<string>([...recorded[field], ...(wanted[field] ?? [])])]]);
  return {
    ...{ name, framework, packageManager, ...Object.fromEntries([...single, ...lists]) },
    ...(aiProvider === undefined ? {} : { aiProvider }),
  };
}

/** For each field that was filled in: why. */
function reasonsOf(input: Record<string, unknown>): Map<ConfigField, Reason> {
  const start = ScaffoldConfig.parse(input);
  const applied = resolveConfig(start).applied.flatMap((id) => rules.find((rule) => rule.id === id) ?? []);
  const ofDefault: [ConfigField, Reason] = ["aiProvider", { reason: "The default; --ai-provider names another." }];
  return new Map<ConfigField, Reason>([
    ofDefault,
    ...applied.flatMap(({ id, reason, implies }) => {
      const fields = Object.keys(implies === undefined ? {} : changeFor(implies, start)) as ConfigField[];
      return fields.map((field): [ConfigField, Reason] => [field, { rule: id, reason }]);
    }),
  ]);
}

function gainsOf(recorded: ScaffoldConfig, config: ScaffoldConfig): { field: ConfigField; value: string }[] {
  const single = settable.filter((field) => recorded[field] !== config[field]);
  const hasNewModel = recorded.aiTemplate === "none" && config.aiTemplate !== "none";
  const lists = growable.flatMap((field) => {
    const present: readonly string[] = recorded[field];
    return config[field].filter((value) => !present.includes(value)).map((value) => ({ field, value }));
  });
  return [
    ...single.map((field) => ({ field, value: config[field] })),
    ...(hasNewModel ? [{ field: "aiProvider" as const, value: config.aiProvider }] : []),
    ...lists,
  ];
}

function isAsked(wanted: WantedChoices, field: ConfigField, value: string): boolean {
  if (field === "framework" || field === "packageManager") return false;
  const asked = wanted[field];
  return typeof asked === "string" ? asked === value : (asked?.includes(value) ?? false);
}

function holds(field: ConfigField, value: string): boolean {
  const values: readonly string[] = fieldValues[field];
  return values.includes(value);
}
