import { isLocalAddress, parseJwt, parseUrl } from "./values";

/** What a value must (`block`) or should (`warn`) look like. */
export interface Expectation {
  level: "block" | "warn";
  /** Patterns are anchored and of the syntax of RE2, so they stay linear on hostile input. */
  matches: RegExp | ((value: string) => boolean);
  message: string;
}

/** The format of one provider's value. Vendors change prefixes and lengths and sources disagree, so those only warn. */
export interface ProviderRule extends BareRule {
  /** Whose value it is, for people. */
  provider: string;
  /** Where the provider says how to get one. */
  docs?: string;
}

interface BareRule {
  id: string;
  /** Names the rule applies to when a variable does not name its rule. */
  keys: readonly string[];
  /** The expected form in a few words. */
  format: string;
  example: string;
  maxLength: number;
  expectations: readonly Expectation[];
  /** Holds only where the app runs elsewhere than on this machine. */
  remote?: readonly Expectation[];
}

/** The rules of one provider. */
export function rulesOf(provider: string, docs: string | undefined, rules: readonly BareRule[]): ProviderRule[] {
  return rules.map((rule) => ({ ...rule, provider, ...(docs === undefined ? {} : { docs }) }));
}

export function block(matches: Expectation["matches"], message: string): Expectation {
  return { level: "block", matches, message };
}

export function warn(matches: Expectation["matches"], message: string): Expectation {
  return { level: "warn", matches, message };
}

/** Whether a value meets an expectation. */
export function meets(value: string, { matches }: Expectation): boolean {
  return matches instanceof RegExp ? matches.test(value) : matches(value);
}

/** The public half of a pair of access keys of AWS. */
export const accessKeyId = /^(?:AKIA|ASIA)[A-Z0-9]{16}$/;

export const malformedJwt =
  "This is a malformed JWT: it needs three parts with readable JSON in the first two. Copy it whole.";

export function wellFormedIfJwt(value: string): boolean {
  return !value.startsWith("eyJ") || parseJwt(value) !== undefined;
}

/** The embedded PostgreSQL a generated project can keep in a folder. */
export function isFolder(value: string): boolean {
  return value.startsWith("pglite:");
}

/** A database that is a file of the machine the app runs on. */
export function isFile(value: string): boolean {
  return /^file:/i.test(value);
}

export function orFolder(check: Expectation): Expectation {
  return { ...check, matches: (value) => isFolder(value) || meets(value, check) };
}

export function namesDatabase(value: string): boolean {
  return (parseUrl(value)?.pathname ?? "").length > 1;
}

export const notLocal: Expectation = block(
  (value) => !isLocalAddress(value),
  "This address is the machine the app runs on, where nothing answers. Use the public address of the server.",
);

export function startsWith(prefixes: readonly string[]): Expectation {
  const names = prefixes.length > 1 ? `${prefixes.slice(0, -1).join(", ")} or ${prefixes.at(-1)}` : prefixes[0];
  return warn((value) => prefixes.some((prefix) => value.startsWith(prefix)), `This usually starts with ${names}.`);
}

/** True for a value that begins with none of these. */
export function startsNot(...prefixes: string[]): (value: string) => boolean {
  return (value) => !prefixes.some((prefix) => value.startsWith(prefix));
}

/** Says that a key is probably cut off, in characters. */
export function atLeast(length: number, name: string): Expectation {
  return warn(
    (value) => value.length >= length,
    `${name} are usually ${length} characters long or longer. Check that it was copied whole.`,
  );
}

/** Blocks the other half of a key pair. */
export function notA(matches: Expectation["matches"], other: string, wanted: string): Expectation {
  return block(matches, `This is ${other}. Use the ${wanted} key of the same pair.`);
}

/** The checks of a URL with one of these schemes. */
export function urlOf(schemes: readonly string[], example: string): Expectation[] {
  const starts = schemes.map((scheme) => `${scheme}://`);
  return [
    block(
      (value) => starts.some((start) => value.toLowerCase().startsWith(start)),
      `This must start with ${starts.join(" or ")}, such as ${example}.`,
    ),
    block(
      (value) => parseUrl(value) !== undefined,
      "This URL cannot be read. Percent-encode special characters in a password: # is %23, / is %2F, @ is %40.",
    ),
    block(
      (value) => Boolean(parseUrl(value)?.hostname || parseUrl(value)?.searchParams.get("host")),
      "This URL names no host.",
    ),
  ];
}

/** A key or token known by its look. */
export function keyRule(
  id: string,
  keys: readonly string[],
  example: string,
  expectations: readonly Expectation[],
): BareRule {
  return { id, keys, format: `looks like ${example}`, example, maxLength: 4096, expectations };
}
