import { downloadAction, editAction, logAction, retryAction } from "../actions";
import { type Found, isLocal, type Rule } from "../rule";

const packagePhases = ["install", "build"] as const;

/** The code a package manager gives, for those who look it up. */
function codeOf(line: string): string {
  return /\b(ERR_PNPM_[A-Z0-9_]+|E[A-Z]*\d{3}|YN\d{4}|E[A-Z]{4,})\b/.exec(line)?.[1] ?? "";
}

interface Refusal {
  id: string;
  lines: RegExp[];
  what: string;
  remedy: string;
}

/** What package managers refuse for reasons of the project. */
const refusals: Refusal[] = [
  {
    id: "lockfile-mismatch",
    lines: [
      /npm (?:error|ERR!) (?:code )?EUSAGE\b|`npm ci` can only install packages when your package\.json and/,
      /\bERR_PNPM_(?:OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH|BROKEN_LOCKFILE|LOCKFILE_MISSING_DEPENDENCY|NO_LOCKFILE)\b/,
      /The lockfile would have been (?:modified|created) by this install, which is explicitly forbidden/,
      /Your lockfile needs to be updated, but yarn was run with|lockfile had changes, but lockfile is frozen/,
    ],
    what: "package.json and its lockfile do not belong together.",
    remedy: "Run {pm} install in the project to renew the lockfile, then deploy again.",
  },
  {
    id: "package-not-found",
    lines: [
      /npm (?:error|ERR!) (?:code )?E404\b|\bERR_PNPM_FETCH_404\b/,
      /Couldn't find package "[^"]+"|YN0035:.*(?:not found|404)|registry\S+: Not found"/i,
      /ERROR: No matching distribution found for|error: package "[^"]+" not found/,
    ],
    what: "A package or a version of it does not exist in the registry.",
    remedy: "Check its name in package.json, and run {pm} install once to renew the lockfile.",
  },
  {
    id: "version-not-found",
    lines: [
      /npm (?:error|ERR!) (?:code )?ETARGET\b|No matching version found for/,
      /\bERR_PNPM_NO_MATCHING_VERSION\b|Couldn't find any versions for "|YN0082:/,
    ],
    what: "A version that package.json asks for does not exist.",
    remedy: "Change the version in package.json, and run {pm} install to renew the lockfile.",
  },
  {
    id: "package-refused",
    lines: [/npm (?:error|ERR!) (?:code )?E40[13]\b|\bERR_PNPM_FETCH_40[13]\b|YN0041:/],
    what: "The registry asks for a sign-in for one of the packages, or refuses it.",
    remedy: "Give the project an .npmrc that may read the package, or drop it.",
  },
  {
    id: "package-altered",
    lines: [/npm (?:error|ERR!) (?:code )?EINTEGRITY\b|\bERR_PNPM_TARBALL_INTEGRITY\b|YN0018:/],
    what: "A package is not the one the lockfile names.",
    remedy: "Run {pm} install in the project to renew the lockfile, then deploy again.",
  },
  {
    id: "manifest-broken",
    lines: [/npm (?:error|ERR!) (?:code )?EJSONPARSE\b|\bERR_PNPM_JSON_PARSE\b|Invalid package\.json/],
    what: "package.json or its lockfile is not valid JSON.",
    remedy: "Repair the file that the log names, then deploy again.",
  },
  {
    id: "peer-conflict",
    lines: [/npm (?:error|ERR!) (?:code )?ERESOLVE\b|\bERR_PNPM_PEER_DEP_ISSUES\b/],
    what: "The package manager could not find a set of packages that fit together.",
    remedy: "Run {pm} install in the project, solve what it names, then deploy again.",
  },
];

const managers: [RegExp, string][] = [
  [/pnpm|ERR_PNPM/, "pnpm"],
  [/\bYN\d{4}|yarn/i, "yarn"],
  [/\bbun\b|lockfile is frozen/, "bun"],
];

function managerOf(line: string): string {
  return managers.find(([mark]) => mark.test(line))?.[1] ?? "npm";
}

const refused = refusals.map(
  ({ id, lines, what, remedy }): Rule => ({
    id,
    phases: packagePhases,
    lines,
    tell(found) {
      const line = found.lines[found.at] ?? "";
      const code = codeOf(line);
      return {
        message: code === "" ? what : `${what} (${code})`,
        suggestions: [remedy.replace("{pm}", managerOf(line))],
        recovery: [editAction, logAction],
      };
    },
  }),
);

const nodeVersion: Rule = {
  id: "node-version",
  phases: ["install", "build", "start"],
  lines: [
    /npm (?:error|ERR!) (?:code )?EBADENGINE\b|\bERR_PNPM_UNSUPPORTED_ENGINE\b|The engine "node" is incompatible/,
    /(?:You are using|requires|Unsupported) Node(?:\.js)? (?:version )?"?v?[\d.]+.*(?:required|upgrade|supported|is not)/i,
    /Node\.js version ">?=?[\d.]+" is required|Node\.js v?[\d.]+ is not supported by|requires Node(?:\.js)? (?:version )?>?=?\s*v?\d+/i,
    /Found invalid(?: or discontinued)? Node\.js Version|Node\.js Version "[^"]+" is discontinued/i,
    /The requested module 'node:[a-z/]+' does not provide an export named/,
  ],
  reason: /NODE_VERSION/,
  tell: (found) => ({
    message: "A package or the build refuses this version of Node.js.",
    suggestions: [
      isLocal(found)
        ? "Use a version of the package that supports the Node.js that Berth runs apps with."
        : 'Say in package.json which Node.js the project needs: "engines": { "node": "22.x" }.',
    ],
    recovery: [editAction, logAction],
  }),
};

const networkCodes =
  /(?:npm (?:error|ERR!) (?:code |network .*?)?|ERR_PNPM_\w*FETCH_FAIL\b.*?|ERR_PNPM_FETCH_|YN0001:.*?|error An unexpected error occurred: .*?)(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH|E?50[0234]|E?429)\b/;
const certificateCodes =
  /npm (?:error|ERR!).*\b(UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT)/;

const registryUnreachable: Rule = {
  id: "registry-unreachable",
  phases: packagePhases,
  lines: [networkCodes],
  tell: (found) => ({
    type: "PLATFORM_UNAVAILABLE",
    message: `The npm registry could not be reached (${found.groups[1]}), so packages could not be fetched.`,
    suggestions: [
      ...(isLocal(found)
        ? ["Check this machine's internet connection and proxy settings (HTTPS_PROXY, npm config get registry)."]
        : ["Check the registry that .npmrc names: the platform has to reach it."]),
      "Try again in a minute; packages fetched so far are kept.",
    ],
    recovery: [retryAction, downloadAction],
    isTemporary: true,
  }),
};

const registryCertificate: Rule = {
  id: "registry-certificate",
  phases: packagePhases,
  lines: [certificateCodes, /ERR_PNPM_META_FETCH_FAIL.*\b(\w*CERT\w*|self-signed certificate)\b/],
  tell: ({ groups }: Found) => ({
    type: "PLATFORM_UNAVAILABLE",
    message: `The certificate of the npm registry was not accepted (${groups[1]}), so packages could not be fetched.`,
    suggestions: ["Set NODE_EXTRA_CA_CERTS to your organization's certificate file, then restart Berth."],
    recovery: [retryAction, downloadAction],
  }),
};

export const packageRules: Rule[] = [registryCertificate, registryUnreachable, ...refused, nodeVersion];
