import type { VariableSpec } from "@/modules/scaffold/schema";
import type { TargetPlatform, VariableCheck } from "../schema";
import { platformNames } from "./platform-variables";
import { ruleFor } from "./rules";
import { isLocalAddress, isPublicKey, parseJwt, parseUrl } from "./values";

/** Everything that rules over several variables look at. */
export interface Setting {
  specs: readonly VariableSpec[];
  given: ReadonlyMap<string, string>;
  platform: TargetPlatform;
  environment?: string | undefined;
  address?: string | undefined;
}

/** What a rule says of one variable because of what stands beside it. */
export interface Finding {
  key: string;
  level: "block" | "warn";
  message: string;
}

interface CrossRule {
  id: string;
  find(setting: Setting): Finding[];
}

/** Variables that do nothing without each other. */
const pairs: readonly (readonly [string, string])[] = [
  ["UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN"],
  ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
  ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"],
  ["R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY"],
  ["SMTP_USER", "SMTP_PASSWORD"],
  ["LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"],
  ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
];
const oauthId = /^(?:AUTH_[A-Z0-9]+_ID|[A-Z0-9_]+_CLIENT_ID)$/;
const oauthHalf = /^(?:AUTH_[A-Z0-9]+|[A-Z0-9_]+_CLIENT)_(?:ID|SECRET)$/;
const baseUrls = ["AUTH_URL", "NEXTAUTH_URL", "BETTER_AUTH_URL"];
const callbackName = /(?:^|_)(?:CALLBACK_URL|REDIRECT_URI|REDIRECT_URL)$/;
const keyMode = /^(?:sk|pk|rk)_(test|live)_/;
const secretName = /(?:_SECRET(?:_KEY)?|_PRIVATE_KEY|_SERVICE_ROLE_KEY|_PASSWORD|_ACCESS_TOKEN)$/;
const vercelTotalBytes = 65_536;

/** Every rule over more than one variable, or over a variable and where it is used. */
export const crossRules: readonly CrossRule[] = [
  { id: "pair-half-set", find: (setting) => findHalves(setting) },
  { id: "oauth-callback", find: (setting) => [...findCallbacks(setting), ...findMissingBase(setting)] },
  { id: "auth-url-domain", find: (setting) => findOtherHosts(setting) },
  { id: "public-name-of-secret", find: (setting) => findPublicNames(setting) },
  { id: "key-mode", find: (setting) => [...findWrongMode(setting), ...findMixedModes(setting)] },
  { id: "localhost-elsewhere", find: (setting) => findLocal(setting) },
  { id: "supabase-project", find: (setting) => findOtherProject(setting) },
  { id: "vercel-total", find: (setting) => findTooMuch(setting) },
];

/** What all rules find, the blocking first. */
export function findTogether(setting: Setting): Finding[] {
  return crossRules
    .flatMap((rule) => rule.find(setting))
    .sort((one, other) => Number(other.level === "block") - Number(one.level === "block"));
}

/** Adds what was found to the lines; a line that already tells of a problem keeps it. */
export function withFindings(checks: readonly VariableCheck[], findings: readonly Finding[]): VariableCheck[] {
  return checks.map((check) => {
    const found = findings.find(({ key }) => key === check.key);
    const isSaid = check.status === "error" || check.status === "missing";
    if (!found || isSaid || (check.status === "warning" && found.level === "warn")) return check;
    return { ...check, status: found.level === "block" ? "error" : "warning", message: found.message };
  });
}

function textOf({ given }: Setting, key: string): string | undefined {
  return given.get(key) || undefined;
}

function findHalves(setting: Setting): Finding[] {
  const { given, specs } = setting;
  const read = new Set(specs.flatMap(({ key, aliases }) => [key, ...aliases]));
  const oauth = [...given.keys()]
    .filter((key) => oauthHalf.test(key) && !read.has(key))
    .map((key) => [key, key.replace(/_(ID|SECRET)$/, (_, half) => (half === "ID" ? "_SECRET" : "_ID"))] as const);
  const both = pairs.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]);
  return [...oauth, ...both]
    .filter(([key, partner]) => textOf(setting, key) && !textOf(setting, partner))
    .map(([key, partner]) => warnOf(key, `${partner} is not set, and one does nothing without the other.`));
}

/** A provider sends people back only to an address of the app itself. */
function findCallbacks(setting: Setting): Finding[] {
  const host = hostOf(appAddress(setting));
  return [...setting.given].flatMap(([key, value]) => {
    if (!callbackName.test(key) || !parseUrl(value)) return [];
    const own = hostOf(value);
    if (setting.platform !== "local" && !isLocalAddress(value) && value.toLowerCase().startsWith("http:"))
      return [warnOf(key, "Providers send people back over https only. Use https:// and register the same address.")];
    if (host === undefined || own === host) return [];
    return [
      warnOf(key, `People come back to ${own}, but the app answers at ${host}. Register and set an address there.`),
    ];
  });
}

/** The callback address is made from the address of the app, which nothing fills in for a project that asks for it. */
function findMissingBase(setting: Setting): Finding[] {
  const base = setting.specs.find(({ key, source }) => baseUrls.includes(key) && source === "user");
  if (!base || textOf(setting, base.key)) return [];
  return [...setting.given.keys()]
    .filter((key) => oauthId.test(key) && textOf(setting, key))
    .map((key) => warnOf(key, `${base.key} is not set, so the provider has no address to send people back to.`));
}

function findOtherHosts(setting: Setting): Finding[] {
  const expected = hostOf(appAddress(setting));
  if (expected === undefined) return [];
  return [...baseUrls, "NEXT_PUBLIC_APP_URL"].flatMap((key) => {
    const value = textOf(setting, key);
    const host = hostOf(value);
    if (!value || host === undefined || host === expected || isLocalAddress(value)) return [];
    return [warnOf(key, `This names ${host}, but the app answers at ${expected}. Sign-in works at one address only.`)];
  });
}

function findPublicNames({ given }: Setting): Finding[] {
  return [...given]
    .filter(([key, value]) => value !== "" && isPublicKey(key) && secretName.test(key))
    .map(([key]) => warnOf(key, `${key} is sent to every visitor's browser. Rename it if it is a secret.`));
}

function findWrongMode({ given, environment, platform }: Setting): Finding[] {
  if (environment === undefined) return [];
  return [...given].flatMap(([key, value]) => {
    const mode = keyMode.exec(value)?.[1];
    if (mode === "live" && environment !== "production")
      return [warnOf(key, `This is a live key in the environment ${environment}. Use the test key there.`)];
    // On this machine the first environment is called production too.
    if (mode === "test" && environment === "production" && platform !== "local")
      return [warnOf(key, "This is a test key in production. Use the live key.")];
    return [];
  });
}

function findMixedModes({ given }: Setting): Finding[] {
  const keys = [...given].flatMap(([key, value]) => {
    const mode = keyMode.exec(value)?.[1];
    const provider = ruleFor(key)?.provider;
    return mode && provider ? [{ key, mode, provider }] : [];
  });
  return keys.flatMap(({ key, mode, provider }) => {
    const other = keys.find((each) => each.provider === provider && each.mode !== mode);
    if (!other) return [];
    return [warnOf(key, `This is a ${mode} key and ${other.key} is a ${other.mode} one. ${provider} refuses the mix.`)];
  });
}

function findLocal({ given, platform, specs }: Setting): Finding[] {
  if (platform === "local") return [];
  const filled = new Set(
    specs.filter(({ source }) => source === "platform").flatMap(({ key, aliases }) => [key, ...aliases]),
  );
  return [...given]
    .filter(([key, value]) => !filled.has(key) && isLocalAddress(value))
    .map(([key]) =>
      warnOf(key, `This address is the machine the app runs on. On ${platformNames[platform]} nothing answers there.`),
    );
}

/** The older keys of Supabase name their project. */
function findOtherProject(setting: Setting): Finding[] {
  const address = ["SUPABASE_URL", "NEXT_PUBLIC_SUPABASE_URL", "VITE_SUPABASE_URL"].flatMap(
    (key) => textOf(setting, key) ?? [],
  )[0];
  const project = /^([a-z0-9]+)\.supabase\.co$/.exec(parseUrl(address ?? "")?.hostname ?? "")?.[1];
  if (project === undefined) return [];
  return [...setting.given].flatMap(([key, value]) => {
    const ref = ruleFor(key)?.provider === "Supabase" ? parseJwt(value)?.ref : undefined;
    if (typeof ref !== "string" || ref === project) return [];
    return [warnOf(key, `This key belongs to another Supabase project than the address, which names ${project}.`)];
  });
}

function findTooMuch({ given, platform }: Setting): Finding[] {
  if (platform !== "vercel") return [];
  const sizes = Array.from(given, ([key, value]) => ({ key, bytes: new TextEncoder().encode(key + value).length }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const [largest] = sizes.sort((one, other) => other.bytes - one.bytes);
  if (!largest || total <= vercelTotalBytes) return [];
  const message = `All variables together are over the 64 KB that Vercel takes, and this is the largest. Keep long texts in a file or a store.`;
  return [{ key: largest.key, level: "block", message }];
}

/** Where the app answers: said by the caller, else by its own variable. */
function appAddress(setting: Setting): string | undefined {
  const address = setting.address ?? textOf(setting, "NEXT_PUBLIC_APP_URL");
  return address && !isLocalAddress(address) ? address : undefined;
}

function hostOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : parseUrl(address)?.host || undefined;
}

function warnOf(key: string, message: string): Finding {
  return { key, level: "warn", message };
}
