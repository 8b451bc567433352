import type { VariableSpec } from "@/modules/scaffold/schema";
import {
  type CheckStatus,
  type EnvironmentCheck,
  type TargetPlatform,
  type VariableCheck,
  VariableKey,
  VariableValue,
} from "../schema";
import { isOfAnotherPlace, isRailwayReference, placeOfDatabase, takesPostgres } from "./databases";
import { isNear, isPlatformOwned, isReservedName, namesOf } from "./names";
import { checkRule, ruleFor } from "./rules";
import { isLocalAddress, isPlaceholder, isPublicKey, secretForm } from "./values";

const platformNames: Readonly<Record<TargetPlatform, string>> = {
  local: "this machine",
  vercel: "Vercel",
  railway: "Railway",
  render: "Render",
};

export interface EnvironmentInput {
  specs: readonly VariableSpec[];
  /** Only own properties count; empty text is a value. */
  values: Readonly<Record<string, string>>;
  platform: TargetPlatform;
  /** The platform makes a PostgreSQL beside the app, whose address Berth fills in. */
  hasDatabase?: boolean;
}

/** Where the value of a variable comes from: its own name, or an older one that is still read. */
export interface GivenValue {
  name: string;
  value: string;
}

/** Says for each variable of a project, and for each other one given, whether a deployment can use it as it is. */
export function checkEnvironment({ specs, values, platform, hasDatabase = false }: EnvironmentInput): EnvironmentCheck {
  const given = new Map(Object.entries(values));
  const known = specs.map((spec) => checkSpec(spec, given, { platform, hasDatabase }));
  const read = new Set(specs.flatMap((spec) => namesOf(spec)));
  const unset = specs.filter((spec) => findGiven(spec, given) === undefined).map((spec) => spec.key);
  const extras = [...given]
    .filter(([key]) => !read.has(key))
    .map(([key, value]) => checkExtra(key, value, platform, unset));
  const doubled = specs.flatMap((spec) => checkUnusedAliases(spec, given));
  const variables = [...withPairs(known), ...doubled, ...extras];
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
type Place = Required<Pick<EnvironmentInput, "platform" | "hasDatabase">>;

/** Whether the database of the place takes over: the address that was given leads nowhere from there. */
export function isReplacedByDatabase(spec: VariableSpec, value: string, { platform, hasDatabase }: Place): boolean {
  const brings = platform === "local" ? spec.source === "database" : hasDatabase;
  return brings && takesPostgres(spec) && isOfAnotherPlace(value, platform);
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

interface Verdict {
  status: CheckStatus;
  message: string;
}

function checkGiven(spec: VariableSpec, { name, value }: GivenValue, place: Place): Verdict {
  const { platform } = place;
  if (value === "") {
    if (!spec.required) return { status: "ok", message: "Set to empty text." };
    if (platform === "local" && spec.skippableLocally) return skipped(spec);
    return { status: "missing", message: `This is empty. ${howToGet(spec)}` };
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
  const where = platform && platform !== "local" ? ` on ${platformNames[platform]}` : "";
  const example = spec.example ?? ruleFor(spec.key, spec.rule)?.example;
  const others = spec.alternatives ? `, or ${spec.alternatives.join(" and ")} instead` : "";
  return `${spec.feature} needs it${where}${others}.${example ? ` It looks like ${example}.` : ""}`;
}

function checkText(
  spec: Pick<VariableSpec, "key" | "public" | "required" | "kind" | "example" | "rule">,
  value: string,
) {
  const stored = VariableValue.safeParse(value);
  if (!stored.success) return error(stored.error.issues[0]?.message ?? "This value cannot be stored.");
  const isPem = value.startsWith("-----BEGIN ");
  if (value.trim() !== (isPem ? value.trimEnd() : value)) {
    return error("There is whitespace around the value. Remove it; it was probably copied along.");
  }
  if (spec.public || isPublicKey(spec.key)) {
    const form = secretForm(value);
    if (form)
      return error(
        `This is ${form}, and ${spec.key} is sent to every visitor's browser. Put it in a variable without the public prefix.`,
      );
  }
  if (isPlaceholder(value) || (spec.required && spec.kind === "secret" && value === spec.example)) {
    return error("This is placeholder text. Put the real value here.");
  }
  if (!isPem && /\s/.test(value) && (spec.kind !== "string" || ruleFor(spec.key, spec.rule))) {
    return error("There is whitespace inside the value. Copy it again without line breaks or spaces.");
  }
  return undefined;
}

function checkKind({ kind }: VariableSpec, value: string): Verdict | undefined {
  if (kind === "port" && !(/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535)) {
    return error("A port is a number from 1 to 65535.");
  }
  if (kind === "number" && !/^-?\d+(?:\.\d+)?$/.test(value)) return error("This must be a number, such as 20 or 0.5.");
  if (kind === "boolean" && !/^(?:true|false|1|0)$/.test(value)) return error("This must be true or false.");
  if (kind === "email" && !/^[^\s@]+@[^\s@]+$/.test(value))
    return error("This must be an e-mail address, such as team@example.com.");
  if (kind === "url" && !URL.canParse(value)) return error("This must be a URL, such as https://app.example.com.");
  return undefined;
}

function checkProvider(spec: VariableSpec, value: string, platform: TargetPlatform): Verdict | undefined {
  const isHttp = spec.kind === "url" && spec.rule === undefined;
  const rule = ruleFor(spec.key, spec.rule) ?? (isHttp ? ruleFor("", "url") : undefined);
  const broken = rule && checkRule(rule, value, platform !== "local");
  if (!broken) return undefined;
  return { status: broken.level === "block" ? "error" : "warning", message: broken.message };
}

function checkExtra(key: string, value: string, platform: TargetPlatform, unset: readonly string[]): VariableCheck {
  const line = { key, required: false, sensitive: true, description: "Not read by this project." };
  const named = VariableKey.safeParse(key);
  if (!named.success) return { ...line, ...error(named.error.issues[0]?.message ?? "This is not a variable name.") };
  if (isReservedName(key)) return { ...line, ...checkReserved(key, platform) };
  if (isPlatformOwned(key))
    return { ...line, status: "warning", message: `${platformOf(key, platform)} sets ${key} itself; leave it out.` };
  const text = value === "" ? undefined : checkText({ key, public: false, required: false, kind: "string" }, value);
  const mustNotPass = !VariableValue.safeParse(value).success || (isPublicKey(key) && secretForm(value) !== undefined);
  if (text && mustNotPass) return { ...line, ...text };
  const near = unset.find((known) => isNear(key, known));
  if (near) return { ...line, status: "warning", message: `Not read by this project. Did you mean ${near}?` };
  if (text) return { ...line, status: "warning", message: `Not read by this project. ${text.message}` };
  return { ...line, status: "ok", message: "Not read by this project; passed on as it is." };
}

function checkReserved(key: string, platform: TargetPlatform): Verdict {
  const reason = `${key} changes how programs start rather than what the app reads`;
  if (platform === "local") return error(`${reason}, so it is refused on this machine. Remove it.`);
  return { status: "warning", message: `${reason}. Pass it to ${platformNames[platform]} only when you are sure.` };
}

function platformOf(key: string, platform: TargetPlatform): string {
  const owner = /^(VERCEL|RAILWAY|RENDER)/.exec(key)?.[1]?.toLowerCase();
  if (owner === "vercel" || owner === "railway" || owner === "render") return platformNames[owner];
  return platform === "local" ? "Berth" : platformNames[platform];
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

function error(message: string): Verdict {
  return { status: "error", message };
}
