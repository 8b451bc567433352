type Problem = readonly [what: string, remedy: string];

/** What npm refuses for reasons of the project, by npm's own code. */
const npmProblems: Record<string, Problem> = {
  E404: [
    "A package or a version of it does not exist in the npm registry.",
    "Check its name in package.json, and run npm install once to renew the lockfile.",
  ],
  E401: [
    "The npm registry asks for a sign-in for one of the packages.",
    "Give the project an .npmrc that may read the package, or drop it.",
  ],
  E403: [
    "The npm registry refuses one of the packages.",
    "Give the project an .npmrc that may read the package, or drop it.",
  ],
  EUSAGE: [
    "package.json and package-lock.json do not belong together.",
    "Run npm install in the project to renew the lockfile, then deploy again.",
  ],
  ETARGET: [
    "A version that package.json asks for does not exist.",
    "Change the version in package.json, and run npm install to renew the lockfile.",
  ],
  EINTEGRITY: [
    "A package is not the one the lockfile names.",
    "Run npm install in the project to renew the lockfile, then deploy again.",
  ],
  EJSONPARSE: [
    "package.json or package-lock.json is not valid JSON.",
    "Repair the file that the log names, then deploy again.",
  ],
  EBADENGINE: ["A package refuses this version of Node.js.", "Use a version of the package that supports it."],
  ERESOLVE: [
    "npm could not find a set of packages that fit together.",
    "Run npm install in the project, solve what it names, then deploy again.",
  ],
};

/** What pnpm refuses for reasons of the project, by pnpm's own code. */
const pnpmProblems: Record<string, Problem> = {
  ERR_PNPM_FETCH_404: [
    "A package or a version of it does not exist in the npm registry.",
    "Check its name in package.json, and run pnpm install once to renew the lockfile.",
  ],
  ERR_PNPM_FETCH_401: [
    "The npm registry asks for a sign-in for one of the packages.",
    "Give the project an .npmrc that may read the package, or drop it.",
  ],
  ERR_PNPM_FETCH_403: [
    "The npm registry refuses one of the packages.",
    "Give the project an .npmrc that may read the package, or drop it.",
  ],
  ERR_PNPM_NO_MATCHING_VERSION: [
    "A version that package.json asks for does not exist.",
    "Change the version in package.json, and run pnpm install to renew the lockfile.",
  ],
  ERR_PNPM_OUTDATED_LOCKFILE: [
    "package.json and pnpm-lock.yaml do not belong together.",
    "Run pnpm install in the project to renew the lockfile, then deploy again.",
  ],
  ERR_PNPM_LOCKFILE_CONFIG_MISMATCH: [
    "pnpm-lock.yaml was written with other settings than the project has now.",
    "Run pnpm install in the project to renew the lockfile, then deploy again.",
  ],
  ERR_PNPM_BROKEN_LOCKFILE: [
    "pnpm-lock.yaml cannot be read.",
    "Run pnpm install in the project to renew the lockfile, then deploy again.",
  ],
  ERR_PNPM_TARBALL_INTEGRITY: [
    "A package is not the one the lockfile names.",
    "Run pnpm install in the project to renew the lockfile, then deploy again.",
  ],
  ERR_PNPM_JSON_PARSE: ["package.json is not valid JSON.", "Repair the file that the log names, then deploy again."],
  ERR_PNPM_UNSUPPORTED_ENGINE: [
    "A package refuses this version of Node.js.",
    "Use a version of the package that supports it.",
  ],
};

/** What a line of npm or pnpm says is wrong with the packages of the project, if anything. */
export function packageProblemIn(line: string): { code: string; what: string; remedy: string } | undefined {
  const code =
    /npm (?:error|ERR!) (?:code )?(E[A-Z0-9]+)\b/.exec(line)?.[1] ?? /\b(ERR_PNPM_[A-Z0-9_]+)\b/.exec(line)?.[1];
  const problem = code === undefined ? undefined : (npmProblems[code] ?? pnpmProblems[code]);
  return code && problem ? { code, what: problem[0], remedy: problem[1] } : undefined;
}
