import type { Host } from "../kernel/emulator";
import type { Deployment, Project } from "./state";
import type { World } from "./world";

const signIn = {
  status: 401,
  headers: { "set-cookie": "_vercel_sso_nonce=4fzzUGhr; Max-Age=3600; Path=/; HttpOnly", server: "Vercel" },
  text: "<!doctype html><title>Authentication Required</title>",
};

/** The address of one deployment answers. */
export function showDeployment(world: World, host: Host, deployment: Deployment): void {
  const isClosed = world.settings.protection !== "none" || isProtected(world, host, deployment.projectId);
  host.serveDeployed({
    name: labelOf(deployment.host),
    deploymentId: deployment.id,
    ...(isClosed ? { gate: signIn } : {}),
  });
}

/** The addresses of the project lead to its production deployment. */
export function showProduction(world: World, host: Host, project: Project): void {
  if (project.productionId === undefined || project.isPaused) return;
  const isClosed = world.settings.protection === "all" || isProtected(world, host, project.id);
  for (const { name, isVerified } of project.domains) {
    if (!isVerified || !name.includes(".vercel.localhost")) continue;
    const app = { name: labelOf(name), deploymentId: project.productionId };
    host.serveDeployed({ ...app, ...(isClosed ? { gate: signIn } : {}) });
  }
}

export function showPaused(host: Host, project: Project): void {
  for (const { name } of project.domains) {
    if (!name.includes(".vercel.localhost")) continue;
    const gate = {
      status: 503,
      headers: { "x-vercel-error": "DEPLOYMENT_PAUSED" },
      text: "This deployment is temporarily paused",
    };
    host.serveDeployed({ name: labelOf(name), deploymentId: project.productionId ?? "", gate });
  }
}

export function closeDeployment(host: Host, deployment: Deployment): void {
  host.stopDeployed(labelOf(deployment.host));
}

function isProtected({ state }: World, host: Host, projectId: string): boolean {
  return host.planFor(state.projects.get(projectId)?.name ?? "").result === "protected";
}

function labelOf(address: string): string {
  return address.split(".")[0] ?? "";
}
