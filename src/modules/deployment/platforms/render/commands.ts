import { z } from "zod";
import type { ReleaseFile } from "../../local/files";
import type { DeploySettings } from "../../schema";

/** How Render builds and starts a project; kept with the upload. */
export const Commands = z.object({
  rootDir: z.string(),
  buildCommand: z.string(),
  startCommand: z.string(),
  preDeployCommand: z.string(),
  healthCheckPath: z.string(),
});
export type Commands = z.infer<typeof Commands>;

const Manifest = z.object({ scripts: z.record(z.string(), z.string()).default({}) });

/** Reads from the files how they are installed, built, migrated and started; what the project's settings say comes first. */
export function commandsOf(files: readonly ReleaseFile[], settings: DeploySettings): Commands {
  const rootDir = (settings.rootDirectory ?? "").replace(/^\.?\/+|\/+$/g, "");
  const find = (name: string) => files.find(({ path }) => path === (rootDir === "" ? name : `${rootDir}/${name}`));
  const scripts = scriptsOf(find("package.json"));
  const manager = find("pnpm-lock.yaml")
    ? pnpm
    : find("yarn.lock")
      ? yarn
      : find("package-lock.json")
        ? npm
        : npmUnlocked;
  const install = settings.installCommand ?? manager.install;
  const build = settings.buildCommand ?? (scripts.build === undefined ? undefined : `${manager.run} build`);
  return {
    rootDir,
    buildCommand: build === undefined ? install : `${install} && ${build}`,
    startCommand: settings.startCommand ?? `${manager.run} start`,
    preDeployCommand: scripts["db:migrate"] === undefined ? "" : `${manager.run} db:migrate`,
    // Every generated app answers there; of others Render checks that the port is open.
    healthCheckPath: find("berth.json") ? "/api/health" : "",
  };
}

/** Builds need development packages, and Render sets NODE_ENV. */
const npm = { install: "npm ci --include=dev", run: "npm run" };
const npmUnlocked = { install: "npm install --include=dev", run: "npm run" };
const pnpm = { install: "pnpm install --frozen-lockfile --prod=false", run: "pnpm run" };
const yarn = { install: "yarn install --production=false", run: "yarn run" };

function scriptsOf(file: ReleaseFile | undefined): Record<string, string> {
  if (!file) return {};
  const text = typeof file.content === "string" ? file.content : new TextDecoder().decode(file.content);
  try {
    return Manifest.safeParse(JSON.parse(text)).data?.scripts ?? {};
  } catch {
    // The build says what is wrong with it.
    return {};
  }
}

export interface Addressed {
  /** What is set as variables. */
  values: Record<string, string>;
  commands: Commands;
}

/**
 * Before a service exists its address is not certain: Render adds letters to a name somebody else has. What is made of
 * the address is therefore taken from RENDER_EXTERNAL_URL by the commands, and a variable of that name comes first.
 */
export function deferAddress(values: Record<string, string>, planned: string, commands: Commands): Addressed {
  const isOfAddress = (value: string) => value.startsWith(planned) && /^($|[/?#])/.test(value.slice(planned.length));
  const fixed = Object.entries(values).filter(([, value]) => !isOfAddress(value));
  const deferred = Object.entries(values).filter(([, value]) => isOfAddress(value));
  const exports = deferred.map(([key, value]) => {
    const rest = value.slice(planned.length).replaceAll(/["\\$`}]/g, "\\$&");
    return `export ${key}="\${${key}:-$RENDER_EXTERNAL_URL${rest}}"`;
  });
  const before = (command: string) => (command === "" ? "" : [...exports, command].join(" && "));
  const { buildCommand, startCommand, preDeployCommand } = commands;
  return {
    values: Object.fromEntries(fixed),
    commands: {
      ...commands,
      buildCommand: before(buildCommand),
      startCommand: before(startCommand),
      preDeployCommand: before(preDeployCommand),
    },
  };
}
