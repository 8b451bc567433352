/** What npm refuses for reasons of the project: what happened, and what to do, by npm's own code. */
export const packageProblems: Record<string, [string, string]> = {
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
