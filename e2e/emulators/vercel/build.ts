import type { Host } from "../kernel/emulator";
import { showDeployment, showProduction } from "./addresses";
import { failureLines, openingLines, successLines } from "./log";
import { type Deployment, isFinal, type Project } from "./state";
import type { World } from "./world";

/** Takes a deployment through its states; ends early when it is cancelled. */
export async function runBuild(
  world: World,
  host: Host,
  { project, deployment, files }: { project: Project; deployment: Deployment; files: Map<string, Buffer> },
): Promise<void> {
  const plan = host.planFor(project.name);
  const enter = (state: Deployment["readyState"]) => {
    deployment.readyState = state;
    deployment.log.write("deployment-state", undefined, { readyState: state });
  };
  const pause = async (parts = 1) => {
    await host.pause(plan.statePaceMs / parts);
    return isFinal(deployment.readyState);
  };
  if (await pause()) return;
  enter("INITIALIZING");
  if (await pause()) return;
  enter("BUILDING");
  deployment.buildingAt = Date.now();
  const failure = plan.result === "build-failed" ? undefined : frameworkProblem(project, deployment, files);
  const isFailing = plan.result === "build-failed" || failure !== undefined;
  const lines = plan.log ?? (failure ? [`Error: ${failure}`] : isFailing ? failureLines : successLines);
  for (const line of [...openingLines, ...lines]) {
    if (await pause(openingLines.length + lines.length)) return;
    const isError = /\berror\b/i.test(line);
    deployment.log.write(isError ? "stderr" : "stdout", line, isError ? { level: "error" } : {});
  }
  if (plan.result === "stuck") return;
  if (isFailing) return fail(deployment, failure ?? 'Command "npm run build" exited with 1');
  deployment.readyAt = Date.now();
  enter("READY");
  await host.pause(plan.statePaceMs);
  if (plan.result === "alias-failed") {
    deployment.aliasError = { code: "cert_missing", message: "The certificate of the domain is missing" };
  } else assign(world, host, project, deployment);
  deployment.log.end();
}

/** Its addresses lead to it. */
function assign(world: World, host: Host, project: Project, deployment: Deployment): void {
  if (!world.state.projects.has(project.id)) return;
  showDeployment(world, host, deployment);
  if (deployment.target === "production") deployment.readySubstate = project.isHeld ? "STAGED" : "PROMOTED";
  if (deployment.readySubstate === "PROMOTED") {
    project.productionId = deployment.id;
    showProduction(world, host, project);
  }
  deployment.aliasAssignedAt = Date.now();
}

function fail(deployment: Deployment, message: string): void {
  deployment.error = { code: "BUILD_UTILS_SPAWN_1", message, step: "buildStep" };
  deployment.readyState = "ERROR";
  deployment.log.write("deployment-state", undefined, { readyState: "ERROR" });
  deployment.log.end();
}

export function cancelBuild(deployment: Deployment): void {
  deployment.readyState = "CANCELED";
  deployment.log.write("deployment-state", undefined, { readyState: "CANCELED" });
  deployment.log.end();
}

/** What Vercel finds out before it runs anything of the project. */
function frameworkProblem(project: Project, deployment: Deployment, files: Map<string, Buffer>): string | undefined {
  const framework = deployment.settings.framework ?? project.settings.framework;
  const root = deployment.settings.rootDirectory ?? project.settings.rootDirectory;
  if (framework !== "nextjs") return undefined;
  const manifest = files.get(root ? `${root}/package.json` : "package.json");
  if (manifest && /"next"\s*:/.test(manifest.toString())) return undefined;
  return 'No Next.js version detected. Make sure your package.json has "next" in either "dependencies" or "devDependencies". Also check your Root Directory setting matches the directory of your package.json file.';
}
