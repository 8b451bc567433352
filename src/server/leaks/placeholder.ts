import { createHash } from "node:crypto";
import type { SecretRule } from "./rule";

const words =
  /example|placeholder|change[-_ ]?me|change[-_ ]?this|replace[-_ ]?(?:me|with|this)|your[-_ ]|[-_]here\b|dummy|redacted|not[-_]a[-_]?(?:real|secret)|insert[-_]|todo|foobar/i;
const references = /\$\{|\$\(|\{\{|<[^>]*>|%[A-Z_]+%|process\.env|import\.meta|os\.environ|getenv/;
const runs = /(.)\1{6,}/;
const series = /abcdefgh|12345678|23456789|01234567|98765432|deadbeef|abc123abc|xxxx|\*{3}|\.{3}/i;

/**
 * Keys that providers print in their documentation, by the beginning of their SHA-256, so that they stand nowhere in this
 * project, such as the two test keys of Stripe.
 */
const documented = new Set<string>(["2cafc0970149a84f", "f2d6ca16515033e5"]);

/** Whether a match is there to be replaced, or is known to be worthless. */
export function isPlaceholder(value: string, { entropy, check }: Pick<SecretRule, "entropy" | "check">): boolean {
  if (check === "url-password") return !hasRealPassword(value);
  if (check === "service-role") return !isServiceRole(value);
  if (entropy !== undefined && entropyOf(value) < entropy) return true;
  if (references.test(value) || words.test(value)) return true;
  // In a long text, such as a key, runs and series come about by chance.
  if (value.length < 200 && (runs.test(value) || series.test(value))) return true;
  return documented.has(createHash("sha256").update(value).digest("hex").slice(0, 16));
}

/** Shannon entropy in bits per character. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

const obvious =
  /^(?:pass|passwd|password\d*|postgres|mysql|mariadb|mongo|redis|root|admin|user|username|test|secret|guest|default|dev|local|berth|pw|pwd|p|x+|\*+|\.+)$/i;

/** Local databases have passwords that everybody knows; a reference is not a password at all. */
function hasRealPassword(url: string): boolean {
  const found = /^[a-z0-9+]+:\/\/([^:]*):(.*)@([^@]*)$/i.exec(url);
  if (!found) return false;
  const [, user = "", password = "", host = ""] = found;
  if (obvious.test(password) || password === user || references.test(password) || words.test(password)) return false;
  if (/^[$%[{<]/.test(password) || password.includes("${") || series.test(password)) return false;
  return !isNowhere(host.toLowerCase());
}

/** This machine, a service of a compose file (a name without a dot), or a name that is reserved for examples. */
function isNowhere(host: string): boolean {
  if (!host.includes(".") || /^(?:127\.|0\.0\.0\.0)/.test(host)) return true;
  return /(?:^|[.-])(?:example|sample|your|xxx+)(?:[.-]|$)|\.(?:local|localhost|test|invalid)$|^host\./.test(host);
}

/** A JWT of Supabase that passes every rule of the database; those of its local stack are the same everywhere. */
function isServiceRole(token: string): boolean {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    if (typeof claims !== "object" || claims === null || !("role" in claims)) return false;
    return claims.role === "service_role" && !("iss" in claims && claims.iss === "supabase-demo");
  } catch {
    return false;
  }
}
