import { configOf } from "../../app-environment";
import { switchActions } from "../../failures/actions";
import { DeploymentFailure, editAction } from "../../failures/failure";
import { readOtherPlaces } from "../../failures/other-places";
import type { ReleaseFile } from "../../local/files";
import { ForeignProject } from "../../sources/foreign-project";
import { generatedFrameworks } from "../capabilities";
import type { ActiveDeployment } from "../platform";

/** Frameworks of servers that Vercel takes apart into functions by itself. */
const serverFrameworks = new Set(["hono", "express", "fastify", "h3", "nestjs", "elysia", "nitro", "koa"]);

const names: Record<string, string> = { hono: "Hono", "vite-react": "Vite", astro: "Astro", none: "Node.js" };

export interface Fit {
  /** The name Vercel knows the framework by; absent where it finds out itself. */
  framework?: string;
}

/** Refuses a project that Vercel could build but not run, before anything is made there. */
export async function checkFit(active: ActiveDeployment, stored: unknown): Promise<Fit> {
  const framework = frameworkOf(stored);
  const isGenerated = configOf(stored) !== null;
  if (isGenerated ? !generatedFrameworks.vercel?.has(framework) : framework === "none")
    throw await unfit(active, framework);
  return framework === "next" ? { framework: "nextjs" } : {};
}

/** The same from the files, for projects Berth did not make: they say more than the framework's name. */
export async function checkFiles(
  active: ActiveDeployment,
  stored: unknown,
  files: readonly ReleaseFile[],
): Promise<void> {
  if (configOf(stored) !== null) return;
  const framework = frameworkOf(stored);
  const { start, dependencies } = readManifest(files, active.spec.settings.rootDirectory);
  const isOwnServer = /^(?:\S+=\S+\s+)*(?:node|tsx|bun|deno)\b/.test(start) && !serverFrameworks.has(framework);
  const isNodeAdapter = "@astrojs/node" in dependencies || "@sveltejs/adapter-node" in dependencies;
  if (framework !== "next" && (isOwnServer || isNodeAdapter)) throw await unfit(active, framework);
}

async function unfit(active: ActiveDeployment, framework: string): Promise<DeploymentFailure> {
  const others = await readOtherPlaces(active.run.ctx, "vercel");
  return new DeploymentFailure({
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: `Vercel cannot run ${active.spec.name}: it is a ${names[framework] ?? framework} server that has to keep running, and Vercel runs functions that end with each request.`,
    suggestions: [
      "Deploy it to Railway, to Render or to this machine, which keep it running.",
      "For Vercel, generate the project with Next.js, or give it the framework's own adapter for Vercel.",
    ],
    recovery: [...switchActions("vercel", others), editAction],
  });
}

function frameworkOf(stored: unknown): string {
  const generated = configOf(stored);
  if (generated) return String(generated.framework ?? "next");
  return ForeignProject.safeParse(stored).data?.framework ?? "none";
}

interface Manifest {
  start: string;
  scripts: Record<string, unknown>;
  dependencies: Record<string, unknown>;
  /** How its package manager runs a script. */
  runner: string;
}

/** What package.json of the app's folder says; of one that cannot be read, nothing. The build says what is wrong with it. */
export function readManifest(files: readonly ReleaseFile[], rootDirectory: string | undefined): Manifest {
  const folder = rootDirectory ? `${rootDirectory.replace(/\/+$/, "")}/` : "";
  const find = (name: string) => files.find(({ path }) => path === folder + name);
  const found = find("package.json");
  const json = recordOf(found && parse(found.content));
  const scripts = recordOf(json.scripts);
  return {
    scripts,
    start: String(scripts.start ?? ""),
    dependencies: { ...recordOf(json.dependencies), ...recordOf(json.devDependencies) },
    runner: find("pnpm-lock.yaml") ? "pnpm run" : find("yarn.lock") ? "yarn run" : "npm run",
  };
}

function parse(content: ReleaseFile["content"]): unknown {
  try {
    return JSON.parse(typeof content === "string" ? content : new TextDecoder().decode(content));
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
