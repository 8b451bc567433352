/** One kind of secret, as data. Patterns are RE2: they run in linear time, whatever they are given. */
export interface SecretRule {
  id: string;
  /** What it is, as a person would say it: `Stripe secret key`. */
  name: string;
  /** One of these stands in the text, as written here, or the pattern is not tried. */
  keywords: readonly string[];
  /** The secret is group 1 where there is one, else the whole match. */
  pattern: string;
  /** Shannon entropy in bits per character below which a match is a placeholder. */
  entropy?: number;
  /** How far before and after a keyword a match may reach, in characters; 64 and 512 unless told. */
  before?: number;
  after?: number;
  /** A further look at the match, by name. */
  check?: "url-password" | "service-role";
  /** False for what only deserves a look, such as a key of a test mode: it stops nothing. */
  isBlocking?: boolean;
  /** Where the secret is made worthless. */
  revoke: string;
}

/** A name in code or configuration, what assigns to it, and the value, which stands in group 1. */
export function assigned(names: string, value: string): string {
  return `(?i:${names})["'\`\\]]{0,2}[ \\t]{0,10}(?::=|=>|\\|\\||\\?\\?|[:=,(])[ \\t]{0,10}["'\`]?(${value})${end}`;
}

/** What follows a token that has no length of its own. */
export const end = '(?:["\'`\\s;,<>)}\\]&#|]|\\\\[nr"]|$)';
