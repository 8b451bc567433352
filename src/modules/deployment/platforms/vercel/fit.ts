import { homePaths } from "@/server/process/home";
import { configOf } from "../../app-environment";
import { switchActions } from "../../failures/actions";
import { DeploymentFailure, editAction } from "../../failures/failure";
import { readOtherPlaces } from "../../failures/other-places";
import type { ReleaseFile } from "../../local/files";
import { machine } from "../../local/machine";
import { ForeignProject } from "../../sources/foreign-project";
import { readSource } from "../../sources/store";
import { generatedFrameworks } from "../capabilities";
import type { ActiveDeployment } from "../platform";

/** Frameworks of servers that Vercel takes apart into functions by itself. */
const serverFrameworks = new Set(["hono", "express", "fastify", "h3", "nestjs", "elysia", "nitro", "koa"]);

const names: Record<string, string> = { hono: "Hono", "vite-react": "Vite", astro: "Astro", none: "Node.js" };

/** Refuses a project that Vercel could build but not run, before anything is made there. */
export async function refuseUnfit(active: ActiveDeployment, stored: unknown): Promise<void> {
  const framework = frameworkOf(stored);
  const { sourceId } = active.spec;
  if (configOf(stored) ? generatedFrameworks.vercel?.has(framework) : framework === "next") return;
  if (configOf(stored) || framework === "none" || !sourceId) throw await unfit(active, framework);
  const { files } = await readSource(homePaths(machine().env.home).sources, sourceId);
  if (staysRunning(files, { framework, rootDirectory: active.spec.settings.rootDirectory })) {
    throw await unfit(active, framework);
  }
}

/** The name Vercel knows the framework by; undefined where it finds out itself. */
export function vercelFramework(stored: unknown): string | undefined {
  return frameworkOf(stored) === "next" ? "nextjs" : undefined;
}

/** The files say more than the framework's name: whether it is built for a server of its own. */
function staysRunning(
  files: readonly ReleaseFile[],
  { framework, rootDirectory }: { framework: string; rootDirectory: string | undefined },
): boolean {
  const { start, dependencies } = readManifest(files, rootDirectory);
  if ("@astrojs/node" in dependencies || "@sveltejs/adapter-node" in dependencies) return true;
  return /^(?:\S+=\S+\s+)*(?:node|tsx|bun|deno)\b/.test(start) && !serverFrameworks.has(framework);
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
