import type { PackageManager } from "../schema";

/** The words of each package manager, for scripts, documents, Dockerfile and workflow. */
const words: Record<PackageManager, { install: string; run: string; exec: string; lockfile: string }> = {
  npm: { install: "npm ci", run: "npm run", exec: "npx", lockfile: "package-lock.json" },
  pnpm: { install: "pnpm install --frozen-lockfile", run: "pnpm", exec: "pnpm exec", lockfile: "pnpm-lock.yaml" },
};

/** The command that installs exactly what the lockfile says. */
export function installCommand({ packageManager }: { packageManager: PackageManager }): string {
  return words[packageManager].install;
}

/** The command that runs a script of `package.json`: `npm run dev`, `pnpm dev`. */
export function runCommand({ packageManager }: { packageManager: PackageManager }, script: string): string {
  const { run } = words[packageManager];
  return packageManager === "npm" && (script === "start" || script === "test") ? `npm ${script}` : `${run} ${script}`;
}

/** The command that runs a program of an installed package. */
export function execCommand({ packageManager }: { packageManager: PackageManager }, program: string): string {
  return `${words[packageManager].exec} ${program}`;
}

export function lockfileName({ packageManager }: { packageManager: PackageManager }): string {
  return words[packageManager].lockfile;
}
