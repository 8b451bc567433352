import { retryAction, setVariableAction, variablesAction } from "../actions";
import { type Cause, isLocal, type Rule } from "../rule";

/** Libraries that name a setting instead of the variable it comes from. */
const knownSettings: [RegExp, string][] = [
  [/MissingSecret\b/, "AUTH_SECRET"],
  [/supabaseUrl is required/, "NEXT_PUBLIC_SUPABASE_URL"],
  [/supabaseKey is required/, "NEXT_PUBLIC_SUPABASE_ANON_KEY"],
  [/Missing publishableKey/i, "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"],
  [/Missing (?:Clerk )?secretKey|Missing Clerk Secret Key/i, "CLERK_SECRET_KEY"],
  [/No database connection string was provided to `neon\(\)`/, "DATABASE_URL"],
  [/SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string/, "DATABASE_URL"],
  [/Missing API key\. Pass it to the constructor `new Resend/, "RESEND_API_KEY"],
];

const name = "[A-Z][A-Z0-9]*_[A-Z0-9_]+";
const namePatterns = [
  /(?:missing|undefined|unset) (?:required )?(?:environment|env) (?:variables?|vars?):?\s+["'`]?([A-Z][A-Z0-9_]+(?:["'`]?,\s*["'`]?[A-Z][A-Z0-9_]+)*)/i,
  /environment variables? not found:\s*([A-Z][A-Z0-9_]+)/i,
  new RegExp(
    String.raw`["'\x60]?\b(?:process\.env\.)?(${name})["'\x60]? (?:(?:environment|env) var(?:iable)? )?(?:is|was|must be) (?:not set|not defined|missing|required|undefined|unset|not provided|empty|set\b|defined\b)`,
  ),
  new RegExp(`(?:define|set|provide|add)(?: the| a)? (${name}) (?:environment|env) var`, "i"),
  new RegExp(String.raw`\bor the (${name}) environment variable\.?$`),
  new RegExp(String.raw`\bMissing (?:process\.)?env\.(${name})\b`),
  new RegExp(`^KeyError: '(${name})'`),
  new RegExp(String.raw`\bsecret (${name}): not found`),
];

const validated =
  /Invalid (?:server-side |client-side )?environment variables|ZodError\b|Missing environment variables:\s*$/i;
const validatedWithin = 80;

interface Named {
  names: string[];
  /** A value is there and not accepted, as against not there. */
  isInvalid: boolean;
}

/** The variables a line, or the report that begins with it, names. */
function variablesNamed(lines: readonly string[], at: number): Named | undefined {
  const line = lines[at] ?? "";
  const known = knownSettings.find(([pattern]) => pattern.test(line))?.[1];
  if (known) return { names: [known], isInvalid: false };
  if (validated.test(line)) {
    const named = reported(lines.slice(at, at + validatedWithin).join("\n"));
    if (named) return named;
  }
  const found = namePatterns.map((pattern) => pattern.exec(line)?.[1]).find((names) => names !== undefined);
  const names = found?.match(/[A-Z][A-Z0-9_]*/g)?.filter((each) => each.length > 2) ?? [];
  return names.length > 0 ? { names, isInvalid: false } : undefined;
}

/** Names in what zod, t3-env or envalid print of an environment. */
function reported(text: string): Named | undefined {
  const names = [
    ...text.matchAll(/["']?\bpath["']?: \[\s*["']([A-Z][A-Z0-9_]+)["']\s*\]/g),
    ...text.matchAll(/\b([A-Z][A-Z0-9_]+): \[\s*["']/g),
    ...text.matchAll(/^\s+-?\s*([A-Z][A-Z0-9_]+): \S/gm),
  ].map((match) => match[1] ?? "");
  if (names.length === 0) return undefined;
  const isMissing = /\bRequired\b|received undefined|missing|undefined/i.test(text);
  return { names: [...new Set(names)], isInvalid: !isMissing };
}

const placesShown = 3;

/** What to say of variables the app cannot run without. */
export function tellVariables({ names, isInvalid }: Named): Cause {
  const list = names.join(", ");
  const isOne = names.length === 1;
  return {
    message: isInvalid
      ? `The app does not accept the value of ${isOne ? "a variable" : "some variables"}: ${list}.`
      : `${isOne ? "A variable is" : "Variables are"} missing that the app cannot go without: ${list}.`,
    suggestions: [`Set ${list} for this environment, then try again.`],
    recovery: [...names.slice(0, placesShown).map(setVariableAction), variablesAction, retryAction],
  };
}

export const missingVariable: Rule = {
  id: "missing-variable",
  find(lines) {
    for (const at of lines.keys()) {
      if (/^\s*(?:npm )?warn(?:ing)?\b|^\s*⚠/i.test(lines[at] ?? "")) continue;
      const named = variablesNamed(lines, at);
      if (named) return { at, groups: [named.isInvalid ? "invalid" : "missing", ...named.names] };
    }
    return undefined;
  },
  tell(found) {
    const [state, ...names] = found.groups;
    const cause = tellVariables({ names, isInvalid: state === "invalid" });
    if (isLocal(found) || found.phase === "start") return cause;
    return { ...cause, suggestions: [...cause.suggestions, "It has to be there while the app is built, too."] };
  },
};
