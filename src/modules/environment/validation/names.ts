import type { VariableSpec } from "@/modules/scaffold/schema";

/** Older names that are still read, beside those a variable lists itself. */
const knownAliases: Readonly<Record<string, readonly string[]>> = {
  AUTH_SECRET: ["NEXTAUTH_SECRET"],
  AUTH_URL: ["NEXTAUTH_URL"],
  AUTH_GITHUB_ID: ["GITHUB_ID", "GITHUB_CLIENT_ID"],
  AUTH_GITHUB_SECRET: ["GITHUB_SECRET", "GITHUB_CLIENT_SECRET"],
  GOOGLE_GENERATIVE_AI_API_KEY: ["GOOGLE_AI_API_KEY", "GEMINI_API_KEY"],
  DATABASE_URL: ["POSTGRES_URL"],
};

/** Names through which a value runs code in a child process, or that redirect it; on this machine they are refused. */
const reservedName =
  /^(?:NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|NODE_REPL_EXTERNAL_MODULE|PATH|HOME|SHELL|ENV|IFS|BASH_ENV|LD_[A-Z0-9_]+|DYLD_[A-Z0-9_]+|NPM_CONFIG_[A-Z0-9_]+|GIT_(?:SSH|SSH_COMMAND|EXEC_PATH|ASKPASS|EXTERNAL_DIFF|PROXY_COMMAND|TEMPLATE_DIR|PAGER|EDITOR|CONFIG[A-Z0-9_]*)|PYTHONSTARTUP|PYTHONPATH|PERL5OPT|PERL5LIB|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|BERTH_[A-Z0-9_]+|ENCRYPTION_KEYS)$/i;
/** Those among them that no confirmation lets through, because Berth relies on them. */
const ownName = /^(?:PATH|HOME|BERTH_[A-Z0-9_]+|ENCRYPTION_KEYS)$/i;
const platformOwned = /^(?:PORT|HOSTNAME|NODE_ENV|VERCEL(?:_[A-Z0-9_]+)?|RAILWAY_[A-Z0-9_]+|RENDER(?:_[A-Z0-9_]+)?)$/;

/** The names a variable is read under, its own first. */
export function namesOf(spec: VariableSpec): string[] {
  return [
    ...new Set([
      spec.key,
      ...spec.aliases,
      ...(Object.hasOwn(knownAliases, spec.key) ? (knownAliases[spec.key] ?? []) : []),
    ]),
  ];
}

/** Names that change how a child process starts; Berth does not pass them to an app on this machine. */
export function isReservedName(key: string): boolean {
  return reservedName.test(key);
}

/** Reserved names that Berth sets itself or knows its own by: no owner can allow them. */
export function isOwnName(key: string): boolean {
  return ownName.test(key);
}

/** What to think of before a value is stored under this name, where there is anything. */
export function findNameCaution(key: string): string | undefined {
  if (isReservedName(key))
    return "This name changes how programs start rather than what the app reads; check that it belongs here.";
  return /[a-z]/.test(key) ? "Names are usually written in capitals; a lower-case one is a different name." : undefined;
}

/** Names a platform sets itself. */
export function isPlatformOwned(key: string): boolean {
  return platformOwned.test(key);
}

/** One edit apart, or two in longer names: insertion, deletion, change or swap of neighbours. */
export function isNear(one: string, other: string): boolean {
  const limit = Math.min(one.length, other.length) > 8 ? 2 : 1;
  if (Math.abs(one.length - other.length) > limit) return false;
  let older: number[] = [];
  let old = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let cost = Math.min(
        (old[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (old[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwap) cost = Math.min(cost, (older[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    older = old;
    old = current;
  }
  return (old[other.length] ?? Number.POSITIVE_INFINITY) <= limit;
}
