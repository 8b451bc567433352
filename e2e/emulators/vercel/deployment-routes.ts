import type { Answer, Route } from "../kernel/emulator";
import { closeDeployment } from "./addresses";
import { cancelBuild, runBuild } from "./build";
import { notFound, refuse } from "./errors";
import { BuildLog } from "./log";
import { deploymentJson, listedJson } from "./shapes";
import { fingerprint, readSource } from "./source";
import { type Deployment, isFinal, newId, type Project } from "./state";
import { bodyOf, type Call, deploymentRoute, route, type World } from "./world";

const largestBody = 10 * 1024 ** 2;

/** Deployments: create, read, list, cancel, delete, and their log. */
export function deploymentRoutes(world: World): Route[] {
  const { state } = world;
  return [
    route(world, { method: "POST", path: "/v13/deployments", operation: "createDeployment" }, createDeployment),
    deploymentRoute(
      world,
      { method: "GET", path: "/v13/deployments/:deployment", operation: "getDeployment" },
      ({ deployment }) => ({ status: 200, json: deploymentJson(state, deployment) }),
    ),
    route(world, { method: "GET", path: "/v7/deployments", operation: "getDeployments" }, listDeployments),
    deploymentRoute(
      world,
      { method: "PATCH", path: "/v12/deployments/:deployment/cancel", operation: "cancelDeployment" },
      ({ deployment }) => {
        if (isFinal(deployment.readyState)) {
          return refuse(400, "bad_request", `The deployment is ${deployment.readyState} and cannot be canceled`);
        }
        cancelBuild(deployment);
        return { status: 200, json: deploymentJson(state, deployment) };
      },
    ),
    deploymentRoute(
      world,
      { method: "DELETE", path: "/v13/deployments/:deployment", operation: "deleteDeployment" },
      ({ deployment, exchange }) => {
        closeDeployment(exchange.host, deployment);
        state.deployments.delete(deployment.id);
        return { status: 200, json: { uid: deployment.id, state: "DELETED" } };
      },
    ),
    deploymentRoute(
      world,
      { method: "GET", path: "/v3/deployments/:deployment/events", operation: "getDeploymentEvents" },
      readEvents,
    ),
  ];

  async function createDeployment({ exchange, ownerId, ...world }: Call): Promise<Answer> {
    if (exchange.body.length > largestBody) return { status: 413, text: "Request Entity Too Large" };
    const body = bodyOf(exchange);
    const project = state.findProject(ownerId, String(body.project ?? body.name ?? ""));
    if (!project) return notFound("project");
    const source = await readSource(body.files, state.blobs);
    if (source.outcome === "invalid") return refuse(400, "bad_request", source.message);
    if (source.outcome === "missing") {
      return refuse(400, "missing_files", "Missing files", { missing: source.shas });
    }
    const deployment = makeDeployment(project, { body, files: [...source.files.keys()].sort() });
    state.deployments.set(deployment.id, deployment);
    // The build goes on by itself; the emulator's end ends its pauses.
    void runBuild(world, exchange.host, { project, deployment, files: source.files });
    return { status: 200, json: deploymentJson(state, deployment) };

    function makeDeployment(
      of: Project,
      { body, files }: { body: Record<string, unknown>; files: string[] },
    ): Deployment {
      const id = newId("dpl");
      const target = body.target === "production" ? "production" : null;
      const port = new URL(exchange.host.address).port;
      const settings = { ...of.settings, ...(body.projectSettings as Record<string, string | null> | undefined) };
      const wanted = target ?? "preview";
      return {
        id,
        projectId: of.id,
        name: of.name,
        host: `${of.name}-${fingerprint(id)}.vercel.localhost:${port}`,
        target,
        meta: (body.meta ?? {}) as Record<string, string>,
        settings,
        files,
        env: Object.fromEntries(
          of.variables.filter((variable) => variable.target.includes(wanted)).map(({ key, value }) => [key, value]),
        ),
        readyState: "QUEUED",
        readySubstate: undefined,
        createdAt: Date.now(),
        buildingAt: Date.now(),
        readyAt: undefined,
        aliasAssignedAt: undefined,
        aliasError: undefined,
        error: undefined,
        log: new BuildLog(id),
      };
    }
  }

  function listDeployments({ exchange: { query }, ownerId }: Call): Answer {
    const project = state.findProject(ownerId, query.get("projectId") ?? undefined);
    if (!project) return notFound("project");
    const found = state.deploymentsOf(project.id).slice(0, Number(query.get("limit") ?? 20));
    const deployments = found.map((deployment) => listedJson(state, deployment));
    return { status: 200, json: { deployments, pagination: { count: deployments.length, next: null, prev: null } } };
  }
}

function readEvents({ deployment, exchange }: Call & { deployment: Deployment }): Answer {
  const { query } = exchange;
  const since = Number(query.get("since") ?? 0);
  if (query.get("follow") !== "1") return { status: 200, json: deployment.log.since(since) };
  return {
    status: 200,
    headers: { "content-type": "application/stream+json" },
    stream: (write, signal) => deployment.log.follow(since, (event) => write(`${JSON.stringify(event)}\n`), signal),
  };
}
