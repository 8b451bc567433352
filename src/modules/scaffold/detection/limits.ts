/** How much of a project is looked at; past it a clear refusal. */
export const projectLimits = {
  files: 50_000,
  bytes: 500 * 1024 ** 2,
  zipBytes: 100 * 1024 ** 2,
  /** What an upload may have, packed and unpacked: it is kept and deployed, not only looked at. */
  uploadBytes: 50 * 1024 ** 2,
  unpackedUploadBytes: 200 * 1024 ** 2,
  /** A longer text is generated or data, and is not looked into. */
  textBytes: 1024 ** 2,
} as const;

/** What an install, a build or a tool makes again, and histories: nobody sends or reads them. */
const madeAgain = new Set([
  "node_modules",
  "bower_components",
  ".git",
  ".hg",
  ".svn",
  ".next",
  ".nuxt",
  ".output",
  ".svelte-kit",
  ".astro",
  ".turbo",
  ".vercel",
  ".netlify",
  ".cache",
  ".parcel-cache",
  ".yarn",
  ".pnpm-store",
  ".venv",
  "__pycache__",
  "coverage",
]);

/** Whether a path lies in a folder that is made again at the target, so that sending it is only weight. */
export function isMadeAgain(path: string): boolean {
  return path.split("/").some((part) => madeAgain.has(part));
}

/** Whether a path says nothing about what the project is; a `dist` may have to be deployed, but nobody wrote it. */
export function isIgnored(path: string): boolean {
  return isMadeAgain(path) || path.split("/").includes("dist");
}
