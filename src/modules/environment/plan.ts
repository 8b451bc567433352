import type { VariableSpec } from "@/modules/scaffold/schema";
import type { VariableCheck } from "./schema";
import {
  checkEnvironment,
  type EnvironmentInput,
  findGiven,
  hasAlternative,
  isReplacedByAddress,
  isReplacedByDatabase,
} from "./validation/checks";
import { isOfAnotherPlace, takesPostgres } from "./validation/databases";
import { isOwnName, isReservedName, namesOf } from "./validation/names";

export interface PlanInput extends Omit<EnvironmentInput, "hasDatabase"> {
  /** Where the app will answer, such as `http://shop.localhost:3000`. */
  address: string;
  /** Folder of the app's embedded database, absolute or relative to the app. */
  dataFolder: string;
  /** Of the PostgreSQL that the platform made beside the app, where it did; a reference to it is as good. */
  databaseUrl?: string | undefined;
}

export interface ValuePlan {
  /** The environment of the app, complete but for `toGenerate`. No prototype, so any name is safe to look up. */
  values: Record<string, string>;
  /** Secrets to create once and keep. */
  toGenerate: string[];
  /** Required variables left unset, with the feature that is off. */
  skipped: { key: string; feature: string }[];
  /** Names that were given and that the app does not get: nobody allowed them. */
  leftOut: string[];
  /** Why a deployment must not start; empty when it may. */
  problems: VariableCheck[];
}

/** Turns what a person gave into the environment an app runs with. */
export function planValues(input: PlanInput): ValuePlan {
  const { specs, values } = input;
  const leftOut = Object.keys(values).filter((key) => isRefused(key, input));
  const given = new Map(Object.entries(values).filter(([key]) => !leftOut.includes(key)));
  const check = checkEnvironment({ ...input, hasDatabase: input.databaseUrl !== undefined });
  const plan: ValuePlan = {
    values: Object.create(null),
    toGenerate: [],
    skipped: [],
    leftOut,
    problems: check.variables.filter(({ status }) => status === "error" || status === "missing"),
  };
  const read = new Set(specs.flatMap(namesOf));
  for (const [key, value] of given) {
    if (!read.has(key)) plan.values[key] = value;
  }
  for (const spec of specs) {
    const value = resolveValue(spec, given, input);
    if (value !== undefined) plan.values[spec.key] = value;
    else if (spec.source === "generate") plan.toGenerate.push(spec.key);
    else if (spec.required && !hasAlternative(spec, given)) plan.skipped.push({ key: spec.key, feature: spec.feature });
  }
  return plan;
}

function isRefused(key: string, { platform, allowedNames = [] }: PlanInput): boolean {
  return platform === "local" && isReservedName(key) && (isOwnName(key) || !allowedNames.includes(key));
}

function resolveValue(spec: VariableSpec, given: ReadonlyMap<string, string>, input: PlanInput): string | undefined {
  const found = findGiven(spec, given);
  const place = { platform: input.platform, hasDatabase: input.databaseUrl !== undefined };
  const isReplaced =
    found && (isReplacedByAddress(spec, found.value) || isReplacedByDatabase(spec, found.value, place));
  if (found && !isReplaced) return found.value;
  if (spec.source === "platform") return input.address;
  if (place.hasDatabase && takesPostgres(spec) && (spec.required || isReplaced)) return input.databaseUrl;
  if (spec.source === "database" && input.platform === "local") return embeddedDatabase(spec, input.dataFolder);
  return spec.source === "user" ? spec.defaultValue : undefined;
}

/**
 * The variables for which an app needs a PostgreSQL where it goes: required, and not set to an address that leads
 * anywhere from there.
 */
export function findUnmetDatabase({ specs, values, platform }: EnvironmentInput): string[] {
  const given = new Map(Object.entries(values));
  return specs
    .filter((spec) => {
      const value = findGiven(spec, given)?.value;
      return takesPostgres(spec) && (value ? isOfAnotherPlace(value, platform) : spec.required);
    })
    .map(({ key }) => key);
}

/** The database of an app that brings its own: a file for SQLite, a folder for PostgreSQL. */
function embeddedDatabase({ rule }: VariableSpec, folder: string): string {
  return rule === "sqlite-url" ? `file:${folder}/app.db` : `pglite:${folder}`;
}

/** A secret from 32 random bytes, as 43 characters of base64url. The caller brings the randomness. */
export function generateSecret(randomBytes: Uint8Array): string {
  if (randomBytes.length !== 32) throw new RangeError(`A secret needs 32 random bytes, got ${randomBytes.length}.`);
  const binary = Array.from(randomBytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
