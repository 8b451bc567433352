import type { VariableSpec } from "@/modules/scaffold/schema";
import type { EnvironmentCheck, TargetPlatform, VariableCheck } from "../schema";
import { findTogether, withFindings } from "./cross-rules";
import { isOfAnotherPlace, isRailwayReference, placeOfDatabase, takesPostgres } from "./databases";
import { checkExtra, checkReserved } from "./extras";
import { isReservedName, namesOf } from "./names";
import { heldBy, ownerOf, platformNames } from "./platform-variables";
import { ruleFor } from "./rules";
import { checkKind, checkProvider, checkText, error, type Verdict } from "./value-checks";
import { isLocalAddress } from "./values";

export interface EnvironmentInput {
  specs: readonly VariableSpec[];
  /** Only own properties count; empty text is a value. */
  values: Readonly<Record<string, string>>;
  platform: TargetPlatform;
  /** The platform makes a PostgreSQL beside the app, whose address Berth fills in. */
  hasDatabase?: boolean;
  /** Name of the environment, such as `production`; unknown where the values belong to none yet. */
  environment?: string | undefined;
  /** Where the app answers, where that is known. */
  address?: string | undefined;
  /** Names that change how programs start, where an owner allowed the value that is given. */
  allowedNames?: readonly string[] | undefined;
}

/** Where the value of a variable comes from: its own name, or an older one that is still read. */
export interface GivenValue {
  name: string;
  value: string;
}

/** Says for each variable of a project, and for each other one given, whether a deployment can use it as it is. */
export function checkEnvironment(input: EnvironmentInput): EnvironmentCheck {
  const { specs, values, platform, hasDatabase = false, allowedNames = [] } = input;
  const given = new Map(Object.entries(values));
  const known = specs.map((spec) => checkSpec(spec, given, { platform, hasDatabase, allowedNames }));
  const read = new Set(specs.flatMap((spec) => namesOf(spec)));
  const unset = specs.filter((spec) => findGiven(spec, given) === undefined).map((spec) => spec.key);
  const extras = [...given]
    .filter(([key]) => !read.has(key))
    .map(([key, value]) => checkExtra(key, value, input, unset));
  const doubled = specs.flatMap((spec) => checkUnusedAliases(spec, given));
  const lines = [...withPairs(known), ...doubled, ...extras];
  const variables = withFindings(lines, findTogether({ ...input, given }));
  return { valid: variables.every(({ status }) => status !== "error" && status !== "missing"), variables };
}

/** The value a variable has, under its own name or else the first older name that is set. */
export function findGiven(spec: VariableSpec, given: ReadonlyMap<string, string>): GivenValue | undefined {
  for (const name of namesOf(spec)) {
    const value = given.get(name);
    if (value !== undefined && !(value === "" && isFilledIn(spec))) return { name, value };
  }
  return undefined;
}

/** Whether the other form of a credential is given whole, so that this variable is not needed. */
export function hasAlternative({ alternatives = [] }: VariableSpec, given: ReadonlyMap<string, string>): boolean {
  return alternatives.length > 0 && alternatives.every((name) => (given.get(name) ?? "").trim() !== "");
}

/** A copied `http://localhost:3000` is not where a deployed app answers, so the platform's address replaces it. */
export function isReplacedByAddress(spec: VariableSpec, value: string): boolean {
  return spec.source === "platform" && isLocalAddress(value);
}

/** Where the app goes, and what it finds there. */
type Place = Required<Pick<EnvironmentInput, "platform" | "hasDatabase">> & { allowedNames: readonly string[] };

/** Whether the database of the place takes over: the address that was given leads nowhere from there. */
export function isReplacedByDatabase(
  spec: VariableSpec,
  value: string,
  { platform, hasDatabase }: Omit<Place, "allowedNames">,
): boolean {
  const brings = platform === "local" ? spec.source === "database" : hasDatabase;
  return brings && takesPostgres(spec) && (value === "" ? spec.required : isOfAnotherPlace(value, platform));
}

function checkSpec(spec: VariableSpec, given: ReadonlyMap<string, string>, place: Place): VariableCheck {
  const found = findGiven(spec, given);
  const rule = ruleFor(spec.key, spec.rule);
  const isLeftEmpty = found?.value === "" && spec.alternatives !== undefined;
  const verdict = found && !isLeftEmpty ? checkGiven(spec, found, place) : checkAbsent(spec, place, given);
  return {
    key: spec.key,
    required: spec.required,
    sensitive: spec.sensitive,
    ...verdict,
    description: spec.description,
    ...(spec.example === undefined ? {} : { example: spec.example }),
    ...(rule ? { validation: rule.format } : {}),
  };
}

function checkGiven(spec: VariableSpec, { name, value }: GivenValue, place: Place): Verdict {
  const { platform } = place;
  // That a project reads a name does not make it harmless.
  if (platform === "local" && isReservedName(name)) return checkReserved(name, platform, place.allowedNames);
  if (value === "") {
    if (isReplacedByDatabase(spec, value, place)) return { status: "provided", message: ownDatabase(platform) };
    if (!spec.required) return { status: "ok", message: "Set to empty text." };
    if (platform === "local" && spec.skippableLocally) return skipped(spec);
    return { status: "missing", message: `This is empty. ${howToGet(spec)}` };
  }
  const owner = heldBy(spec.key) && ownerOf(spec.key);
  if (owner === platform) {
    return { status: "warning", message: `${platformNames[owner]} sets ${spec.key} itself; leave it out.` };
  }
  const alias = name === spec.key ? "" : `${name} is the old name of ${spec.key}; its value is used. `;
  if (isReplacedByAddress(spec, value)) {
    return {
      status: "provided",
      message: `${alias}A deployed app does not answer at ${value}; Berth fills in its real address.`,
    };
  }
  if (isReplacedByDatabase(spec, value, place)) {
    return { status: "provided", message: `${alias}That address leads nowhere from there. ${ownDatabase(platform)}` };
  }
  // Railway fills it in when the app starts, with what only Railway knows.
  if (platform === "railway" && !spec.public && isRailwayReference(value)) {
    return { status: "ok", message: `${alias}Set to what Railway has for it.` };
  }
  const home = takesPostgres(spec) ? placeOfDatabase(value) : undefined;
  if (home && home !== "local" && home !== platform) {
    const [from, to] = [platformNames[home], platformNames[platform]];
    return error(`${alias}This database is reached from inside ${from} only. Set an address that ${to} can reach.`);
  }
  const problem = checkText(spec, value) ?? checkKind(spec, value) ?? checkProvider(spec, value, platform);
  if (problem) return { ...problem, message: `${alias}${problem.message}` };
  return { status: "ok", message: alias.trim() || "Set." };
}

function ownDatabase(platform: TargetPlatform): string {
  return platform === "local"
    ? "The app gets an embedded database of its own on this machine."
    : `Berth makes a PostgreSQL on ${platformNames[platform]} and fills in its address.`;
}

function checkAbsent(spec: VariableSpec, place: Place, given: ReadonlyMap<string, string>): Verdict {
  const { platform, hasDatabase } = place;
  const supplied = checkSupplied(spec, platform);
  if (supplied) return supplied;
  if (spec.source === "generate") {
    return { status: "generated", message: "Berth generates this at the first deployment and keeps it." };
  }
  if (spec.source === "platform") {
    return { status: "provided", message: "Filled with the address of the app before it is built." };
  }
  const isMade = platform !== "local" && hasDatabase && spec.required && takesPostgres(spec);
  if (isMade || (spec.source === "database" && platform === "local")) {
    return { status: "provided", message: ownDatabase(platform) };
  }
  if (spec.source === "user" && spec.defaultValue !== undefined) {
    return { status: "provided", message: `Not set; ${spec.defaultValue} is used.` };
  }
  if (!spec.required) return { status: "skipped", message: "Not set, and not needed." };
  const isSkippable = platform === "local" && spec.skippableLocally;
  const other = checkAlternatives(spec.alternatives ?? [], given, isSkippable);
  if (other) return other;
  return isSkippable ? skipped(spec) : { status: "missing", message: howToGet(spec, platform) };
}

/** A variable that a platform puts into every app is not asked for; elsewhere the app goes without. */
function checkSupplied({ key }: VariableSpec, platform: TargetPlatform): Verdict | undefined {
  const holds = heldBy(key);
  const owner = ownerOf(key);
  if (holds === undefined || owner === undefined) return undefined;
  const name = platformNames[owner];
  if (owner === platform) return { status: "provided", message: `${name} sets it itself: ${holds}.` };
  return {
    status: "skipped",
    message: `Only ${name} sets it, so the app finds it unset on ${platformNames[platform]}.`,
  };
}

/** The second form of a credential: whole it does without the first, half of it is worth a word. */
function checkAlternatives(
  names: readonly string[],
  given: ReadonlyMap<string, string>,
  isSkippable: boolean,
): Verdict | undefined {
  const unset = names.filter((name) => (given.get(name) ?? "").trim() === "");
  const set = names.filter((name) => !unset.includes(name)).join(" and ");
  if (set === "") return undefined;
  if (unset.length === 0) return { status: "skipped", message: `Not needed: ${set} take its place.` };
  const status = isSkippable ? "warning" : "missing";
  return { status, message: `${set} is set without ${unset.join(" and ")}. Set both, or this one.` };
}

function skipped(spec: VariableSpec): Verdict {
  return { status: "skipped", message: `Not set: ${spec.feature} is off until it is.` };
}

function howToGet(spec: VariableSpec, platform?: TargetPlatform): string {
  const isElsewhere = platform !== undefined && platform !== "local";
  const where = isElsewhere ? ` on ${platformNames[platform]}` : "";
  // The project's own example may be an address of this machine, which is of no use elsewhere.
  const isOfThisMachine = /localhost|127\.0\.0\.1|^pglite:|^file:/.test(spec.example ?? "");
  const own = isElsewhere && isOfThisMachine ? undefined : spec.example;
  const example = own ?? ruleFor(spec.key, spec.rule)?.example;
  const others = spec.alternatives ? `, or ${spec.alternatives.join(" and ")} instead` : "";
  return `${spec.feature} needs it${where}${others}.${example ? ` It looks like ${example}.` : ""}`;
}

function checkUnusedAliases(spec: VariableSpec, given: ReadonlyMap<string, string>): VariableCheck[] {
  const used = findGiven(spec, given)?.name;
  const unused = namesOf(spec).filter(
    (name) => given.has(name) && used !== undefined && name !== used && name !== spec.key,
  );
  return unused.map((key) => ({
    key,
    required: false,
    sensitive: spec.sensitive,
    status: "warning",
    message: `${key} is an old name of ${spec.key}, and ${used} is set too, which wins. Remove ${key}.`,
    description: spec.description,
  }));
}

/** Half of an OAuth pair does nothing, so the missing half says which one is there. */
function withPairs(checks: VariableCheck[]): VariableCheck[] {
  const isSet = new Set(checks.filter(({ status }) => !["skipped", "missing"].includes(status)).map(({ key }) => key));
  return checks.map((check) => {
    const partner = check.key.replace(/_(ID|SECRET)$/, (_, half) => (half === "ID" ? "_SECRET" : "_ID"));
    if (check.status !== "skipped" || !isSet.has(partner)) return check;
    return { ...check, status: "warning", message: `${partner} is set without it. ${check.message}` };
  });
}

/** Values that Berth or the platform fills in when they are left empty. */
function isFilledIn(spec: VariableSpec): boolean {
  return spec.source !== "user";
}
